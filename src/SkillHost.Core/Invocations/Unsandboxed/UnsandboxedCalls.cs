using Microsoft.Extensions.Logging;
using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Skills;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations.Unsandboxed;

/// <summary>
/// Makes the calls of skills that the operator of a development machine runs without a sandbox: time and output are bounded, nothing else
/// is. Asks neither engine nor image, and says so in every result.
/// </summary>
internal sealed partial class UnsandboxedCalls(ProcessRunner runner, ResultJudge judge, ILogger<UnsandboxedCalls> logger)
{
    /// <summary>Makes the call. Throws <see cref="PolicyDeniedException"/> where it asks for a bound that nothing would hold.</summary>
    public async Task<InvocationResult> RunAsync(
        CallContext call, SandboxPolicy policy, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        if (call.Function.Skill.Protocol == SkillProtocol.Mcp)
        {
            throw new PolicyDeniedException("the operator runs it without a sandbox, and a server runs only in a container");
        }

        RefuseBounds(call.Options.Narrowing);
        Log.Unsandboxed(logger, call.Name, call.Id);
        await using LocalSandbox sandbox = new();
        ProcessStart start = CallEnvironment.Make(call, Image(call), policy, input);
        IRemoteProcess process = await sandbox.StartAsync(start, cancellationToken);
        ReadOnlyMemory<byte> rest = CallEnvironment.GoesWithStart(input) ? default : input;
        RunOutcome outcome = await runner.RunAsync(sandbox, process, rest, policy.Limits, call, cancellationToken);
        InvocationResult result = judge.Judge(call, policy, outcome);
        call.Clock.Collected();
        return result with { Usage = new InvocationUsage() };
    }

    private static void RefuseBounds(PolicyNarrowing? narrowing)
    {
        if (narrowing is { MemoryBytes: not null } or { Cpus: not null } or { Pids: not null } or { NoNetwork: true })
        {
            throw new PolicyDeniedException(
                "the operator runs it without a sandbox, where only time and output can be bounded, not memory, processors, processes "
                + "or network");
        }
    }

    // The folder itself stands for the image.
    private static SkillImage Image(CallContext call) => new()
    {
        Skill = call.Function.Skill.Name,
        Id = "",
        Tag = "",
        Environment = HostEnvironment(),
        EnvironmentNames = [],
        WorkingDirectory = call.Function.Skill.Folder,
        SizeBytes = 0,
    };

    private static Dictionary<string, string> HostEnvironment()
    {
        Dictionary<string, string> variables = new() { ["TMPDIR"] = "", ["TEMP"] = "", ["TMP"] = "" };
        foreach (string name in OperatingSystem.IsWindows() ? (string[])["PATH", "SystemRoot"] : ["PATH"])
        {
#pragma warning disable RS0030 // Here and nowhere else: programs of this machine are found where its user finds them.
            if (Environment.GetEnvironmentVariable(name) is { } value)
#pragma warning restore RS0030
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    private static partial class Log
    {
        [LoggerMessage(7301, LogLevel.Warning, "{Function} runs WITHOUT A SANDBOX, as the host's own user; call {InvocationId}")]
        public static partial void Unsandboxed(ILogger logger, string function, string invocationId);
    }
}
