using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>Works out which hosts a function may reach: those its manifest asks for, each of which the operator must allow.</summary>
internal sealed class EgressCompiler(Skill skill, PolicyOptions options, Problems problems)
{
    /// <summary>Entries of one function.</summary>
    public const int MostEntries = 32;

    private readonly HostGrant[] _grants =
    [
        .. (options.Skills.TryGetValue(skill.Name.Value, out SkillPolicyOptions? own) ? own.AllowHosts : [])
            .Concat(options.AllowHosts).OrderByDescending(grant => grant.Weight),
    ];

    /// <summary>The policy, or null where nothing is asked for; what is refused is added to the problems.</summary>
    public EgressPolicy? Compile(NetworkRequest? request, string path)
    {
        if (request is not { AllowHosts.Count: > 0 })
        {
            return null;
        }

        if (request.AllowHosts.Count > MostEntries)
        {
            problems.Add(skill.Source.Failure($"{path}.allowHosts", $"{request.AllowHosts.Count} of them", $"at most {MostEntries}"));
        }

        EgressEntry[] entries =
            [.. request.AllowHosts.Select((text, i) => Compile(text, $"{path}.allowHosts[{i}]")).OfType<EgressEntry>()];
        return new EgressPolicy { Entries = entries, Limits = options.Egress };
    }

    private EgressEntry? Compile(string text, string path)
    {
        EgressEntry entry = HostNames.ReadEntry(text);
        if (entry.IsWildcard && PublicSuffixes.Holds(entry.Host[2..]))
        {
            problems.Add(skill.Source.Failure(path, Shown.Text(text), PublicSuffixes.Wanted));
            return null;
        }

        if (_grants.FirstOrDefault(grant => grant.Covers(entry)) is not { } grant)
        {
            problems.Add(skill.Source.Failure(path, Shown.Text(text), Wanted(entry)));
            return null;
        }

        return entry with
        {
            ChecksServerName = grant.ServerName ?? options.TlsPorts.Contains(entry.Port),
            Addresses = grant.Addresses,
        };
    }

    private string Wanted(EgressEntry entry)
    {
        if (_grants.Length == 0)
        {
            return $"none, since the operator allows the skill {skill.Name} no hosts";
        }

        string known = string.Join(", ", _grants.Select(grant => grant.ToString()).Distinct().Take(5));
        string kind = entry.IsWildcard ? "a wildcard" : "a host";
        return $"{kind} that the operator allows the skill {skill.Name}: {known}{(_grants.Length > 5 ? ", …" : "")}";
    }
}
