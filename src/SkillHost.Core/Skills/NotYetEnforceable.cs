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
        if (skill.Protocol == SkillProtocol.Mcp)
        {
            yield return source.Failure("protocol", "\"mcp\"", "command; this version does not speak to MCP servers in containers");
        }

        if (skill.Module is not null)
        {
            yield return source.Failure(
                "module", Shown.Text(skill.Module), "functions listed in the manifest; this version does not derive them from code");
        }
        else if (skill.Functions.Count == 0 && skill.Protocol == SkillProtocol.Command && !source.Places.ContainsKey("functions"))
        {
            yield return source.Failure("functions", "nothing", "a list of functions; this version does not derive them from code");
        }

        foreach (SkillFailure failure in In(skill.Policy, "", source)
            .Concat(skill.Functions.SelectMany((function, i) => In(function.Policy, $"functions[{i}].", source))))
        {
            yield return failure;
        }
    }

    private static IEnumerable<SkillFailure> In(PolicyRequest policy, string prefix, SourceMap source)
    {
        if (policy.Secrets is { Count: > 0 } secrets)
        {
            yield return source.Failure(prefix + "secrets", $"{secrets.Count} of them", "none; this version hands no secrets to skills");
        }

        if (policy.Network is { AllowHosts.Count: > 0 } network)
        {
            yield return source.Failure(
                prefix + "network.allowHosts", $"{network.AllowHosts.Count} of them", "none; this version opens no single hosts to skills");
        }
    }
}
