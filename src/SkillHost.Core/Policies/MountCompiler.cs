using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>Works out which folders of the host one skill's functions are given.</summary>
internal sealed class MountCompiler(Skill skill, PolicyOptions options, Problems problems)
{
    private readonly IDictionary<string, MountAccess> _granted =
        options.Skills.TryGetValue(skill.Name.Value, out SkillPolicyOptions? own) ? own.Mounts : new Dictionary<string, MountAccess>();

    /// <summary>The grants for the mounts asked for at <paramref name="path"/>; what is not granted is refused.</summary>
    public IReadOnlyList<MountGrant> Compile(IReadOnlyList<MountRequest> requests, string path)
    {
        if (requests.Count > options.MaxMounts)
        {
            problems.Add(skill.Source.Failure(path, $"{requests.Count} mounts", $"at most {options.MaxMounts}, the operator's ceiling"));
        }

        List<MountGrant> grants = [];
        for (int i = 0; i < requests.Count; i++)
        {
            if (Grant(requests[i], $"{path}[{i}]") is { } grant)
            {
                grants.Add(grant);
            }
        }

        return grants;
    }

    private MountGrant? Grant(MountRequest request, string path)
    {
        string name = request.Source;
        if (!options.Mounts.TryGetValue(name, out MountBinding? binding))
        {
            return Refuse($"{path}.source", name, $"a folder that the operator has bound{NearMiss.Hint(name, options.Mounts.Keys)}");
        }

        if (!_granted.TryGetValue(name, out MountAccess access))
        {
            return Refuse(
                $"{path}.source", name,
                $"a folder that the operator has granted to the skill {skill.Name}{NearMiss.Hint(name, _granted.Keys)}");
        }

        if (request.Writable && !(access == MountAccess.Write && binding.Writable))
        {
            return Refuse($"{path}.access", "write", $"read, which is all the operator allows for {name}");
        }

        return MountSources.Misses(binding.Path, options, out string canonical) is { } reason
            ? Refuse($"{path}.source", name, $"a folder that may be mounted; the one bound to it {reason}")
            : new MountGrant(name, canonical, request.Target, request.Writable);
    }

    private MountGrant? Refuse(string path, string seen, string wanted)
    {
        problems.Add(skill.Source.Failure(path, Shown.Text(seen), wanted));
        return null;
    }
}
