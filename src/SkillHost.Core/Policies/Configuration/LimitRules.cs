using SkillHost.Skills;

namespace SkillHost.Policies.Configuration;

/// <summary>Rules for the operator's limits.</summary>
internal static class LimitRules
{
    /// <summary>Ceilings are complete and possible; defaults keep to them.</summary>
    public static void CheckGeneral(PolicyOptions options, OptionErrors errors)
    {
        CheckPossible("Ceilings", options.Ceilings, errors);
        CheckPossible("Defaults", options.Defaults, errors);
        CheckUnder("Defaults", options.Defaults, options.Ceilings, errors);
        foreach (LimitField field in LimitField.All.Where(field => field.Get(options.Ceilings) is null))
        {
            errors.Add($"Ceilings:{field.Key}", "nothing", "a ceiling");
        }
    }

    /// <summary>A skill's own ceilings are possible; its own limits keep to them and to each other.</summary>
    public static void CheckSkill(string key, SkillPolicyOptions own, PolicyOptions options, OptionErrors errors)
    {
        CheckPossible($"{key}:Ceilings", own.Ceilings, errors);
        CheckPossible($"{key}:Limits", own.Limits, errors);
        CheckUnder($"{key}:Limits", own.Limits, Limits.Over(own.Ceilings, options.Ceilings), errors);
        if (own.Limits is { TmpBytes: { } tmp, MemoryBytes: { } memory } && tmp > Limits.MostTmp(memory))
        {
            errors.Add(
                $"{key}:Limits:Tmp", Quantity.Show(tmp),
                $"at most {Quantity.Show(Limits.MostTmp(memory))} in a memory of {Quantity.Show(memory)}");
        }
    }

    private static void CheckPossible(string key, LimitRequest limits, OptionErrors errors)
    {
        foreach (LimitField field in LimitField.All)
        {
            if (field.Get(limits) is not { } value)
            {
                continue;
            }

            if (value.CompareTo(field.Least) < 0)
            {
                errors.Add($"{key}:{field.Key}", LimitField.Show(value), $"at least {LimitField.Show(field.Least)}");
            }
            else if (field.Most is { } most && value.CompareTo(most) > 0)
            {
                errors.Add($"{key}:{field.Key}", LimitField.Show(value), $"at most {LimitField.Show(most)}");
            }
        }
    }

    private static void CheckUnder(string key, LimitRequest limits, LimitRequest ceilings, OptionErrors errors)
    {
        foreach (LimitField field in LimitField.All)
        {
            if (field.Get(limits) is { } value && field.Get(ceilings) is { } ceiling && value.CompareTo(ceiling) > 0)
            {
                errors.Add($"{key}:{field.Key}", LimitField.Show(value), $"at most the ceiling, {LimitField.Show(ceiling)}");
            }
        }
    }
}
