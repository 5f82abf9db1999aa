using SkillHost.Images;
using SkillHost.Images.Runtimes;
using SkillHost.Skills;

namespace SkillHost.Tools;

/// <summary>Gives skills the functions that their servers listed after the build. Asks nothing of the engine.</summary>
internal sealed class ToolReader(ToolRecords records, SkillContents contents, RuntimeCatalog runtimes)
{
    /// <summary>The skills, with functions where they are known.</summary>
    public ToolSkills Apply(IEnumerable<Skill> skills, CancellationToken cancellationToken)
    {
        List<Skill> applied = [];
        List<SkillName> unlisted = [];
        List<SkillFailure> failures = [];
        Dictionary<string, RuntimeDefinition?> known = [];
        foreach (Skill skill in skills)
        {
            if (skill.Protocol != SkillProtocol.Mcp)
            {
                applied.Add(skill);
            }
            else if (Runs(skill, known, failures))
            {
                ToolRecord? record = records.Find(skill);
                bool listed = record is not null && record.Content == ContentOf(skill, cancellationToken);
                // Not null: it is listed.
                Skill? made = listed ? ToolSet.Apply(skill, record!.Tools, record.Hash, failures) : skill;
                applied.AddRange(made is null ? [] : [made]);
                unlisted.AddRange(listed ? [] : [skill.Name]);
            }
        }

        return new ToolSkills(applied, unlisted, failures);
    }

    /// <summary>Stands for all of the folder that decides what the server lists.</summary>
    public string? ContentOf(Skill skill, CancellationToken cancellationToken)
    {
        if (contents.Find(skill, cancellationToken) is not { } files)
        {
            return null;
        }

        using FieldHash hash = new("skillhost tools 1");
        hash.Add(files);
        hash.Add(skill.Runtime ?? "");
        hash.Add(skill.Module ?? "");
        hash.Add(string.Join('\0', skill.Command));
        hash.Add(ToolSet.IsListed(skill) ? "listed" : "");
        foreach (string name in ToolSet.IsListed(skill) ? skill.Functions.Select(function => function.Name) : [])
        {
            hash.Add(name);
        }

        return hash.ToString();
    }

    /// <summary>Whether something can serve the skill; otherwise what is wrong is added.</summary>
    private bool Runs(Skill skill, Dictionary<string, RuntimeDefinition?> known, List<SkillFailure> failures)
    {
        if (skill.Command.Count > 0 || skill.Runtime is not { } name)
        {
            return true;
        }

        if (!known.TryGetValue(name, out RuntimeDefinition? runtime))
        {
            known[name] = runtime = runtimes.Find(name, out _);
        }

        // A runtime that is unknown or broken is told elsewhere.
        if (runtime is null || (runtime.Runner.Count > 0 && (runtime.Derives || ToolSet.IsListed(skill))))
        {
            return true;
        }

        failures.Add(runtime.Runner.Count == 0
            ? skill.Source.Failure(
                "protocol", $"a server on {name}, which has no runner",
                "protocol command, functions with commands, or a command for the server")
            : skill.Source.Failure("functions", "nothing", $"a list of functions; {name} does not derive them from code"));
        return false;
    }
}
