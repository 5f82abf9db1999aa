using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Skills;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>Protocol <c>command</c>: one process a call, arguments on its standard input, the result on its standard output.</summary>
internal sealed class CommandProtocol(ProcessRunner runner, ResultJudge judge) : IProtocol
{
    /// <inheritdoc />
    public SkillProtocol Kind => SkillProtocol.Command;

    /// <inheritdoc />
    public ISandboxPreparation? Prepare(Skill skill, SkillImage image, SandboxPolicy policy, CallSecrets secrets) => null;

    /// <inheritdoc />
    public async Task<InvocationResult> RunAsync(
        CallContext call, ISandbox sandbox, SkillImage image, SandboxPolicy policy, ReadOnlyMemory<byte> input,
        CancellationToken cancellationToken)
    {
        IRemoteProcess process = await sandbox.BeginAsync(CallEnvironment.Make(call, image, policy, input), cancellationToken);
        ReadOnlyMemory<byte> rest = CallEnvironment.GoesWithStart(input) ? default : input;
        RunOutcome outcome = await runner.RunAsync(sandbox, process, rest, policy.Limits, call, cancellationToken);
        return judge.Judge(call, policy, outcome);
    }
}
