using System.Text.Json;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Schemas;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.McpDoor;

/// <summary>A host of three skills, whose calls a test answers.</summary>
internal sealed class ScriptedHost(ScriptedInvoker invoker) : ISkillHost
{
    private static readonly JsonElement Anything = JsonElement.Parse("""{"type":"object"}""");
    private static readonly JsonElement Numbers = JsonElement.Parse("""{"type":"array","items":{"type":"number"}}""");
    private static readonly JsonElement Tree = JsonElement.Parse("""{"type":"array","items":{"$ref":"#"}}""");

    public SkillCatalog Catalog { get; } = new(
        [],
        SkillFunctions.Create(
            [
                Make("alpha", "text", null),
                Make("alpha", "record", Anything),
                Make("alpha", "numbers", Numbers),
                Make("alpha", "tree", Tree),
                Make("keeper", "run", null, SkillIsolation.Session),
                Make("server", "run", null, protocol: SkillProtocol.Mcp),
            ],
            invoker).Functions,
        []);

    public Task<SkillCatalog> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(Catalog);

    private static Callable Make(
        string skill, string function, JsonElement? output, SkillIsolation isolation = SkillIsolation.Fresh,
        SkillProtocol protocol = SkillProtocol.Command)
    {
        FunctionDefinition definition = new()
        {
            Name = function,
            Description = $"Does {function}.",
            InputSchema = Anything,
            OutputSchema = output,
            Annotations = new FunctionAnnotations { Title = $"The {function}", ReadOnlyHint = true, OpenWorldHint = false },
            Command = ["run"],
        };
        Skill owner = new()
        {
            Name = new SkillName(skill),
            Version = "1.2.0",
            Description = "Does things.",
            Folder = $"/skills/{skill}",
            Policy = new PolicyRequest(),
            Isolation = isolation,
            Protocol = protocol,
            Functions = [definition],
            Source = new SourceMap($"{skill}/skill.yaml", new Dictionary<string, SourcePlace>()),
        };
        SandboxPolicy policy = new() { Limits = new ResourceLimits(), FirstUserId = 100_000 };
        return new Callable(
            owner, definition, policy, JsonSchema.Compile(Anything), output is { } schema ? JsonSchema.Compile(schema) : null);
    }
}
