using SkillHost.Images;
using SkillHost.Mcp;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Skills;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations.Mcp;

/// <summary>Describes the servers of skills.</summary>
public static class McpServers
{
    private const int LargestMessage = 256 << 20;

    // What surrounds a result in its message.
    private const int Surroundings = 4 * 1024;

    /// <summary>How the server of <paramref name="skill"/> is started and greeted, whoever then calls it.</summary>
    public static ISandboxPreparation Prepare(Skill skill, SkillImage image, SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(policy);
        McpLimits limits = new();
        long wanted = Math.Clamp(policy.Limits.OutputBytes + Surroundings, limits.ToolBytes, LargestMessage);
        ProcessStart start = CallEnvironment.MakeServer(skill, image, policy);
        return start.Arguments.Count > 0 && start.Arguments[0].Length > 0
            ? new McpPreparation(start, limits with { MessageBytes = (int)wanted })
            : throw new SandboxException(SandboxFailure.CannotStart, "its runtime has no runner");
    }
}
