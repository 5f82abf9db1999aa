namespace SkillHost.Images.Dockerfiles;

/// <summary>FROM: an earlier stage or an approved base, which is pinned.</summary>
internal sealed class FromRule(ApprovedBases bases, DockerfileFailures failures)
{
    private const string Form = "FROM <image> or FROM <image> AS <stage>, without flags or quotes";

    /// <summary>Checks one and opens its stage.</summary>
    public CheckedLine Check(DockerfileInstruction instruction, char escape, DockerfileVariables globals, List<Stage> stages)
    {
        string[] words = instruction.Rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        bool named = words.Length == 3 && words[1].Equals("as", StringComparison.OrdinalIgnoreCase);
        string name = named ? words[2].ToLowerInvariant() : "";
        Stage? parent = null;
        CheckedLine line = new(instruction.Line, "");
        if (instruction.Flags.Count > 0 || !(words.Length == 1 || named) || DockerfileWords.IsQuoted(instruction.Rest, escape))
        {
            failures.Add(instruction, Form);
        }
        else
        {
            parent = Earlier(words[0], stages);
            CheckName(instruction, name, stages);
            line = parent != null
                ? new CheckedLine(instruction.Line, $"FROM {parent.Name}{As(name)}")
                : CheckBase(instruction, words[0], As(name), globals);
        }

        stages.Add(new Stage(name, DockerfileVariables.From(parent?.Variables)));
        return line;
    }

    /// <summary>The earlier stage of that name, or null.</summary>
    public static Stage? Earlier(string name, IReadOnlyList<Stage> stages) =>
        stages.LastOrDefault(s => s.Name.Length > 0 && s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.';

    private static string As(string name) => name.Length == 0 ? "" : $" AS {name}";

    private CheckedLine CheckBase(DockerfileInstruction instruction, string text, string after, DockerfileVariables globals)
    {
        string? reference = globals.Expand(text);
        BaseReference? found = reference == null ? null : bases.Find(reference);
        if (found == null)
        {
            string seen = reference == null || reference == text ? instruction.Text : $"{instruction.Text} ({reference})";
            failures.Add(instruction.Line, seen, bases.Wanted);
        }

        return new CheckedLine(instruction.Line, "FROM ", found, after);
    }

    private void CheckName(DockerfileInstruction instruction, string name, List<Stage> stages)
    {
        bool valid = name.Length == 0 || (char.IsAsciiLetterLower(name[0]) && name.All(IsNameCharacter));
        if (!valid || Earlier(name, stages) != null || name is "scratch" or "context")
        {
            failures.Add(instruction, "a stage name of its own: a letter, then letters, digits, - _ .");
        }
    }
}
