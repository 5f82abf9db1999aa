using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Skills;

namespace SkillHost.Invocations;

/// <summary>How a function in a container is asked and how it answers.</summary>
internal interface IProtocol
{
    /// <summary>Which protocol it is.</summary>
    SkillProtocol Kind { get; }

    /// <summary>
    /// What is done in a container of <paramref name="skill"/> before a call has it; null for nothing. What is started then gets
    /// <paramref name="secrets"/>.
    /// </summary>
    ISandboxPreparation? Prepare(Skill skill, SkillImage image, SandboxPolicy policy, CallSecrets secrets);

    /// <summary>
    /// Makes the call in a started sandbox and gives its result, but for its times. Throws <see cref="SandboxException"/> where the
    /// function could not be asked.
    /// </summary>
    Task<InvocationResult> RunAsync(
        CallContext call, ISandbox sandbox, SkillImage image, SandboxPolicy policy, ReadOnlyMemory<byte> input,
        CancellationToken cancellationToken);
}
