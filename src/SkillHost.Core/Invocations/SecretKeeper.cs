using System.Runtime.CompilerServices;
using SkillHost.Policies;
using SkillHost.Secrets;
using SkillHost.Secrets.Redaction;
using SkillHost.Skills;

namespace SkillHost.Invocations;

/// <summary>Fetches the secrets that a policy grants, before anything is made for whoever needs them.</summary>
internal sealed class SecretKeeper(SecretValues values)
{
    // Making one takes time, and values change seldom.
    private readonly ConditionalWeakTable<IReadOnlyList<SecretGrant>, CallSecrets> _last = [];

    /// <summary>Gives the call its secrets. Throws <see cref="PolicyDeniedException"/> where one is not granted or has no value.</summary>
    public async ValueTask OpenAsync(CallContext call, CancellationToken cancellationToken)
    {
        if (call.Policy.Secrets.Count == 0)
        {
            return;
        }

        call.Secrets = await OpenAsync(call.Function.Skill.Name, call.Policy, cancellationToken);
        call.Options = call.Options with { OnEvent = call.Secrets.Guard(call.Options.OnEvent) };
    }

    /// <summary>The secrets that <paramref name="policy"/> grants a skill; the same exceptions.</summary>
    public async Task<CallSecrets> OpenAsync(SkillName skill, SandboxPolicy policy, CancellationToken cancellationToken)
    {
        if (policy.Secrets.Count == 0)
        {
            return CallSecrets.None;
        }

        Dictionary<string, string> found = [];
        foreach (SecretGrant grant in policy.Secrets)
        {
            found[grant.Name] = await FetchAsync(skill, grant, cancellationToken);
        }

        if (_last.TryGetValue(policy.Secrets, out CallSecrets? last) && found.All(pair => last.Values[pair.Key] == pair.Value))
        {
            return last;
        }

        CallSecrets secrets = new(found, new Redactor(found));
        _last.AddOrUpdate(policy.Secrets, secrets);
        return secrets;
    }

    private async Task<string> FetchAsync(SkillName skill, SecretGrant grant, CancellationToken cancellationToken)
    {
        if (grant.Source is null)
        {
            throw new PolicyDeniedException($"it needs the secret {grant.Name}, which the operator has not granted to the skill {skill}");
        }

        try
        {
            return await values.FindAsync(grant.Source, cancellationToken)
                ?? throw new PolicyDeniedException($"it needs the secret {grant.Name}, which has no value; tell the operator");
        }
        catch (SecretStoreException e)
        {
            throw new PolicyDeniedException($"it needs the secret {grant.Name}, but {e.Message}; tell the operator");
        }
    }
}
