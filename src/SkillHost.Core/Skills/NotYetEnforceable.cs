namespace SkillHost.Skills;

/// <summary>
/// What a manifest may say but this version does not do. It is read and checked in full, then refused here and nowhere else: a wish
/// that is ignored would leave its author with less than was written.
/// </summary>
internal static class NotYetEnforceable
{
    /// <summary>The refusal of a folder that holds instructions and no manifest.</summary>
    public static SkillFailure InstructionsOnly(string folder) => new()
    {
        File = $"{folder}/SKILL.md",
        Seen = "instructions without a manifest",
        Wanted = "a skill.yaml beside it; this version does not run a folder that has only SKILL.md",
    };

    /// <summary>The refusals of one skill.</summary>
    public static IEnumerable<SkillFailure> In(Skill skill)
    {
        SourceMap source = skill.Source;
        foreach (SkillFailure failure in FilesOf(skill))
        {
            yield return failure;
        }
    }

    private static IEnumerable<SkillFailure> FilesOf(Skill skill)
    {
        if (skill.Protocol == SkillProtocol.Command && skill.Isolation != SkillIsolation.Shared)
        {
            yield break;
        }

        const string wanted = "nothing; this version moves files only for protocol command in containers of its own calls";
        IEnumerable<(LimitRequest Limits, string Path)> all = skill.Functions
            .Select((function, i) => (function.Policy.Limits, $"functions[{i}].limits"))
            .Prepend((skill.Policy.Limits, "limits"));
        foreach ((LimitRequest limits, string path) in all)
        {
            if ((limits.InBytes ?? limits.OutBytes) is { } bytes)
            {
                yield return skill.Source.Failure($"{path}.{(limits.InBytes is null ? "out" : "in")}", Quantity.Show(bytes), wanted);
            }
        }
    }
}
