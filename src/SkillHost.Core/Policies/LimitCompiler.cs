using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>
/// Works out the limits of one skill's functions: the operator's word for the skill over function over skill over runtime over default.
/// </summary>
internal sealed class LimitCompiler(Skill skill, PolicyOptions options, RuntimeProfile runtime, Problems problems)
{
    private const long LeastTmpBytes = 64 << 10;
    private readonly SkillPolicyOptions _own = options.Skills.TryGetValue(skill.Name.Value, out SkillPolicyOptions? own) ? own : new();

    private LimitRequest Ceilings => Limits.Over(_own.Ceilings, options.Ceilings);

    // A default is the host's own choice, so it gives way to a lower ceiling; a wish never does.
    private LimitRequest Defaults => Limits.Lower(Limits.Over(options.Defaults, Limits.BuiltIn), Ceilings);

    /// <summary>Refuses what the skill as a whole, or its runtime, has over a ceiling.</summary>
    public void CheckSkill()
    {
        CheckStated(skill.Policy.Limits, "limits");
        foreach (LimitField field in LimitField.All)
        {
            if (field.Get(_own.Limits) is null && field.Get(skill.Policy.Limits) is null
                && field.Get(runtime.Limits) is { } value && field.Get(Ceilings) is { } ceiling && value.CompareTo(ceiling) > 0)
            {
                problems.Add(skill.Source.Failure(
                    "runtime", $"{Shown.Text(skill.Runtime ?? "")}, which needs {field.Name} {LimitField.Show(value)}",
                    AtMost(field, ceiling)));
            }
        }
    }

    /// <summary>The limits of one function; what it has over a ceiling is refused.</summary>
    public ResourceLimits Compile(FunctionDefinition function, int index, Dictionary<string, string> origins)
    {
        string path = $"functions[{index}].limits";
        CheckStated(function.Policy.Limits, path);
        (string Origin, LimitRequest Limits)[] levels =
        [
            ("operator", _own.Limits), ("function", function.Policy.Limits), ("skill", skill.Policy.Limits),
            ("runtime", runtime.Limits), ("default", Defaults),
        ];
        foreach (LimitField field in LimitField.All)
        {
            origins["limits." + field.Name] = levels.First(level => field.Get(level.Limits) is not null).Origin;
        }

        LimitRequest joined = levels.Select(level => level.Limits).Aggregate(Limits.Over);
        return Fit(Limits.ToLimits(joined), origins, path);
    }

    private ResourceLimits Fit(ResourceLimits limits, Dictionary<string, string> origins, string functionPath)
    {
        long most = Limits.MostTmp(limits);
        if (most < LeastTmpBytes)
        {
            problems.Add(skill.Source.Failure(
                origins["limits.out"] is "function" || origins["limits.in"] is "function" ? functionPath : "limits",
                $"in {LimitField.Show(limits.InBytes)}, out {LimitField.Show(limits.OutBytes)}, in a memory of "
                + Quantity.Show(limits.MemoryBytes),
                $"together at most {Quantity.Show(Math.Max(0, Limits.MostTmp(limits.MemoryBytes) - LeastTmpBytes))}: with shared memory "
                + "and some /tmp, half the memory"));
            return limits;
        }

        string tmpOrigin = origins["limits.tmp"];
        if (tmpOrigin is "default" or "runtime")
        {
            long fitting = tmpOrigin == "default" ? Math.Min(most, limits.MemoryBytes / 4) : most;
            return limits with { TmpBytes = Math.Min(limits.TmpBytes, fitting) };
        }

        if (limits.TmpBytes > most)
        {
            string path = (tmpOrigin == "function" ? functionPath : "limits") + ".tmp";
            string who = tmpOrigin == "operator" ? ", set by the operator" : "";
            problems.Add(skill.Source.Failure(
                path, $"{Quantity.Show(limits.TmpBytes)}{who}, in a memory of {Quantity.Show(limits.MemoryBytes)}",
                $"at most {Quantity.Show(most)}: with {Quantity.Show(limits.SharedMemoryBytes)} of shared memory"
                + (limits.InBytes + limits.OutBytes > 0 ? ", /in and /out, half the memory" : ", half the memory")));
        }

        return limits;
    }

    private void CheckStated(LimitRequest stated, string path)
    {
        foreach (LimitField field in LimitField.All)
        {
            if (field.Get(stated) is not { } value || field.Get(_own.Limits) is not null)
            {
                continue;
            }

            if (field.Get(Ceilings) is { } ceiling && value.CompareTo(ceiling) > 0)
            {
                problems.Add(skill.Source.Failure($"{path}.{field.Name}", LimitField.Show(value), AtMost(field, ceiling)));
            }
            else if (value.CompareTo(field.Least) < 0)
            {
                problems.Add(
                    skill.Source.Failure($"{path}.{field.Name}", LimitField.Show(value), $"at least {LimitField.Show(field.Least)}"));
            }
        }
    }

    private string AtMost(LimitField field, IComparable ceiling)
    {
        string whose = field.Get(_own.Ceilings) is null ? "the operator's ceiling" : "the operator's ceiling for this skill";
        return $"at most {LimitField.Show(ceiling)}, {whose}";
    }
}
