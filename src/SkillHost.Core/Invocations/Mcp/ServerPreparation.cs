using SkillHost.Mcp;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Skills;

namespace SkillHost.Invocations.Mcp;

/// <summary>
/// Prepares a server with the secrets its policy grants: they are fetched when it is started, so that no description of it holds a value,
/// and blacked out of everything it says from its first byte on.
/// </summary>
internal sealed class ServerPreparation(McpPreparation server, SkillName skill, SandboxPolicy policy, SecretKeeper secrets)
    : ISandboxPreparation
{
    /// <inheritdoc />
    public string Key => server.Key;

    /// <inheritdoc />
    public async Task<IAsyncDisposable> PrepareAsync(ISandbox sandbox, CancellationToken cancellationToken)
    {
        CallSecrets values = await secrets.OpenAsync(skill, policy, cancellationToken);
        if (values.Redactor is null)
        {
            return await server.PrepareAsync(sandbox, cancellationToken);
        }

        McpPreparation given = server with { Start = ProcessGifts.Add(server.Start, policy, values, []) };
        return await given.PrepareAsync(new GuardedSandbox(sandbox, values), cancellationToken);
    }
}
