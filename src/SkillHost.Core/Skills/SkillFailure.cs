namespace SkillHost.Skills;

/// <summary>One thing wrong with a skill folder. All of a folder's are reported at once.</summary>
public sealed record SkillFailure
{
    /// <summary>File relative to the skills folder, such as <c>csv-summary/skill.yaml</c>.</summary>
    public required string File { get; init; }

    /// <summary>Line, from 1; 0 when the whole file is meant.</summary>
    public int Line { get; init; }

    /// <summary>Column, from 1; 0 when the whole line is meant.</summary>
    public int Column { get; init; }

    /// <summary>Path in the manifest, such as <c>functions[0].limits.memory</c>; empty for the whole.</summary>
    public string Path { get; init; } = "";

    /// <summary>What was seen, cut to 80 characters and with control characters escaped.</summary>
    public required string Seen { get; init; }

    /// <summary>What is wanted.</summary>
    public required string Wanted { get; init; }

    /// <summary><c>file(line,column): path: seen …, wanted …</c>, which editors and CI can read.</summary>
    public override string ToString()
    {
        string place = Line == 0 ? File : Column == 0 ? $"{File}({Line})" : $"{File}({Line},{Column})";
        string path = Path.Length == 0 ? "" : $" {Path}:";
        return $"{place}:{path} seen {Seen}, wanted {Wanted}";
    }
}
