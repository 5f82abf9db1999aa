using System.Security.Cryptography;
using System.Text.Json;
using SkillHost.Images;
using SkillHost.Mcp;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Skills;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations.Mcp;

/// <summary>Describes the servers of skills.</summary>
internal static class McpServers
{
    private const int LargestMessage = 256 << 20;

    // What surrounds a result in its message.
    private const int Surroundings = 4 * 1024;

    /// <summary>How the server of <paramref name="skill"/> is started and greeted, whoever then calls it.</summary>
    public static ISandboxPreparation Prepare(Skill skill, SkillImage image, SandboxPolicy policy, CallSecrets secrets)
    {
        McpLimits limits = new();
        long wanted = Math.Clamp(policy.Limits.OutputBytes + Surroundings, limits.ToolBytes, LargestMessage);
        ProcessStart start = ProcessGifts.Add(CallEnvironment.MakeServer(skill, image, policy), policy, secrets, files: []);
        return start.Arguments.Count > 0 && start.Arguments[0].Length > 0
            ? new McpPreparation(start, limits with { MessageBytes = (int)wanted }, secrets.Guard)
            {
                SecretsHash = HashOf(secrets),
            }
            : throw new SandboxException(SandboxFailure.CannotStart, "its runtime has no runner");
    }

    // Containers that hold an older value must not stand in for those that hold the new one.
    private static string HashOf(CallSecrets secrets) => secrets.Values.Count == 0
        ? ""
        : Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(secrets.Values)));
}
