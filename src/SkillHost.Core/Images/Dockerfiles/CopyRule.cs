using System.Globalization;

namespace SkillHost.Images.Dockerfiles;

/// <summary>COPY and ADD: out of the context, an earlier stage of the same file, or an approved base.</summary>
internal sealed class CopyRule(ApprovedBases bases, DockerfileFailures failures)
{
    private const string From = "--from=";
    private const string Owner = "--chown=";

    /// <summary>Checks one.</summary>
    public CheckedLine Check(DockerfileInstruction instruction, char escape, IReadOnlyList<Stage> stages)
    {
        bool copy = instruction.Keyword == "COPY";
        if (!copy)
        {
            CheckSources(instruction, escape);
        }

        if (DockerfileWords.HasHereDocument(instruction.Rest, escape))
        {
            failures.Add(instruction, "no here-document: the engine's own builder does not know them; use a file");
        }

        string[] unknown = [.. instruction.Flags.Where(f => !IsKnown(f, copy) || DockerfileWords.IsQuoted(f, escape))];
        string[] from = [.. instruction.Flags.Where(f => f.StartsWith(From, StringComparison.Ordinal))];
        if (unknown.Length > 0 || from.Length > 1)
        {
            failures.Add(instruction, copy ? "no flags but one --from and --chown" : "no flag but --chown");
        }
        else if (from.Length == 1)
        {
            return CheckFrom(instruction, from[0][From.Length..], stages);
        }

        return new CheckedLine(instruction.Line, instruction.Text);
    }

    private static bool IsKnown(string flag, bool copy) =>
        flag.StartsWith(Owner, StringComparison.Ordinal) || (copy && flag.StartsWith(From, StringComparison.Ordinal));

    private CheckedLine CheckFrom(DockerfileInstruction instruction, string from, IReadOnlyList<Stage> stages)
    {
        // The last stage is the one being built, so it is not among the earlier ones.
        Stage[] earlier = [.. stages.Take(stages.Count - 1)];
        bool isStage = int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index < earlier.Length
            : FromRule.Earlier(from, earlier) != null;
        if (isStage)
        {
            return new CheckedLine(instruction.Line, instruction.Text);
        }

        BaseReference? found = bases.Find(from);
        if (found == null || found.Kind == BaseKind.Scratch)
        {
            failures.Add(instruction, "--from an earlier stage of this file, or " + bases.Wanted);
        }

        string owner = string.Concat(instruction.Flags.Where(f => f.StartsWith(Owner, StringComparison.Ordinal)).Select(f => f + " "));
        return new CheckedLine(instruction.Line, $"COPY {owner}{From}", found, " " + instruction.Rest);
    }

    // The engine itself would fetch what ADD names, whatever network the build has: only plain paths pass.
    private void CheckSources(DockerfileInstruction instruction, char escape)
    {
        IReadOnlyList<string> words = DockerfileWords.Json(instruction.Rest) ?? DockerfileWords.Split(instruction.Rest, escape);
        foreach (string source in words.Take(Math.Max(1, words.Count - 1)).Where(s => !IsPlainPath(s, escape)))
        {
            failures.Add(instruction.Line, $"ADD {source}", "a plain path in the skill's folder; nothing is fetched in a build");
        }
    }

    private static bool IsPlainPath(string source, char escape) =>
        !DockerfileWords.IsQuoted(source, escape)
        && source.AsSpan().IndexOfAny(":$\\`") < 0
        && !source.StartsWith("git@", StringComparison.OrdinalIgnoreCase)
        && !source.StartsWith("github.com/", StringComparison.OrdinalIgnoreCase);
}
