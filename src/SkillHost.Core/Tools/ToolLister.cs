using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Invocations.Mcp;
using SkillHost.Mcp;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Skills;

namespace SkillHost.Tools;

/// <summary>
/// Asks the server of a built image, once and in a container like any call's, for its tools, and keeps them with the image.
/// </summary>
internal sealed partial class ToolLister(
    ToolRecords records, ToolReader reader, IPolicyCompiler policies, ISandboxProvider sandboxes, SecretKeeper secrets,
    ILogger<ToolLister> logger)
{
    private const int IdBytes = 16;
    private const string Nobody = "tools";

    /// <summary>The report of a build, with what is wrong with the server's list added where something is.</summary>
    public async Task<ImageBuildReport> ListAsync(Skill skill, ImageBuildReport report, CancellationToken cancellationToken)
    {
        if (report.Image is not { } image || reader.ContentOf(skill, cancellationToken) is not { } content)
        {
            return report;
        }

        if (records.Find(skill) is { } known && known.ImageId == image.Id && known.Content == content)
        {
            return report;
        }

        try
        {
            McpTools tools = await AskAsync(skill, image, cancellationToken);
            List<SkillFailure> failures = [];
            Skill? applied = ToolSet.Apply(skill, tools.All, tools.Hash, failures);
            if (applied is null)
            {
                const string Message = "the image is made, but what its server lists was refused";
                return report with { Outcome = ImageBuildOutcome.Refused, Message = Message, Failures = failures };
            }

            records.Set(skill, new ToolRecord { Content = content, ImageId = image.Id, Hash = tools.Hash, Tools = tools.All });
            Log.Listed(logger, skill.Name.Value, applied.Functions.Count);
            return report;
        }
        catch (Exception e) when (e is SandboxException or PolicyDeniedException)
        {
            return report with
            {
                Outcome = ImageBuildOutcome.Failed,
                Message = $"the image is made, but its server could not be asked for its functions: {SafeText.Line(e.Message)}",
            };
        }
    }

    private async Task<McpTools> AskAsync(Skill skill, SkillImage image, CancellationToken cancellationToken)
    {
        SandboxPolicy policy = PolicyOf(skill);
        CallSecrets opened = await secrets.OpenAsync(skill.Name, policy, cancellationToken);
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        SandboxRequest request = new(image, policy, id) { Preparation = McpServers.Prepare(skill, image, policy, opened) };
        await using ISandbox sandbox = await sandboxes.AcquireAsync(request, cancellationToken);
        McpTools tools = sandbox.Prepared is McpWorker worker
            ? worker.Tools
            : throw new SandboxException(SandboxFailure.Unavailable, "its container holds no server");
        return opened.Redactor is { } redactor && tools.All.Any(tool => redactor.Text(tool.GetRawText()) != tool.GetRawText())
            ? throw new SandboxException(SandboxFailure.Denied, "it puts a secret into what it lists")
            : tools;
    }

    /// <summary>The policy of the skill itself, as a function that asks for nothing of its own has it.</summary>
    private SandboxPolicy PolicyOf(Skill skill)
    {
        FunctionDefinition function = new()
        {
            Name = Nobody,
            Description = Nobody,
            InputSchema = JsonElement.Parse("{}"),
            Command = [],
        };
        SkillPolicies compiled = policies.Compile([skill with { Functions = [function] }])[0];
        return compiled.Failures.Count == 0
            ? compiled.Functions[Nobody]
            : throw new PolicyDeniedException(compiled.Failures[0].ToString());
    }

    private static partial class Log
    {
        [LoggerMessage(9203, LogLevel.Information, "The server of {Skill} lists {Functions} functions")]
        public static partial void Listed(ILogger logger, string skill, int functions);
    }
}
