using System.Text.Json;
using Microsoft.SemanticKernel;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Schemas;
using SkillHost.Skills;

namespace SkillHost.SemanticKernel.Tests.Fakes;

/// <summary>Makes catalogs without folders and without an engine.</summary>
internal static class TestSkills
{
    /// <summary>A result that is ok.</summary>
    public static InvocationResult Ok(string json) =>
        new() { Status = InvocationStatus.Ok, Value = JsonElement.Parse(json), InvocationId = "0123456789abcdef0123456789abcdef" };

    /// <summary>A function.</summary>
    public static FunctionDefinition Function(string name, string inputSchema, string? outputSchema = null) => new()
    {
        Name = name,
        Description = $"Does {name}.",
        InputSchema = JsonElement.Parse(inputSchema),
        OutputSchema = outputSchema is null ? null : JsonElement.Parse(outputSchema),
        Annotations = new FunctionAnnotations { ReadOnlyHint = true },
        Command = ["run"],
    };

    /// <summary>The callables of one skill.</summary>
    public static IEnumerable<Callable> Skill(string name, params FunctionDefinition[] functions)
    {
        Skill skill = new()
        {
            Name = new SkillName(name),
            Version = "1.2.0",
            Description = $"Skill {name}.",
            Folder = $"/skills/{name}",
            Policy = new PolicyRequest(),
            Functions = functions,
            Source = new SourceMap($"{name}/skill.yaml", new Dictionary<string, SourcePlace>()),
        };
        SandboxPolicy policy = new() { Limits = new ResourceLimits(), FirstUserId = 100_000 };
        return functions.Select(f => new Callable(
            skill, f, policy, JsonSchema.Compile(f.InputSchema), f.OutputSchema is { } output ? JsonSchema.Compile(output) : null));
    }

    /// <summary>A catalog of such skills.</summary>
    public static SkillCatalog Catalog(IInvoker invoker, params IEnumerable<Callable>[] skills)
    {
        Callable[] callables = [.. skills.SelectMany(s => s)];
        FunctionSet set = SkillFunctions.Create(callables, invoker);
        return new SkillCatalog([.. callables.Select(c => c.Skill).Distinct()], set.Functions, set.Failures);
    }

    /// <summary>A kernel with the one function <c>csv_summary.summarise</c>.</summary>
    public static Kernel Kernel(IInvoker invoker, string inputSchema, string? outputSchema = null)
    {
        Kernel kernel = new();
        kernel.Plugins.AddSkillHost(Catalog(invoker, Skill("csv-summary", Function("summarise", inputSchema, outputSchema))));
        return kernel;
    }

    /// <summary>The one function of <see cref="Kernel"/>.</summary>
    public static KernelFunction Only(this Kernel kernel) => kernel.Plugins["csv_summary"]["summarise"];
}
