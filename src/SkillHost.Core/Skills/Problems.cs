namespace SkillHost.Skills;

/// <summary>Collects what is wrong with one file, at most <see cref="Maximum"/> things.</summary>
internal sealed class Problems(string file)
{
    /// <summary>Problems kept per file; one more says that there are others.</summary>
    public const int Maximum = 100;

    private readonly List<SkillFailure> _found = [];
    private int _count;

    /// <summary>File relative to the skills folder.</summary>
    public string File { get; } = file;

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _count > 0;

    /// <summary>Whether what is added from now on is only counted.</summary>
    public bool Full => _count >= Maximum;

    /// <summary>Adds one at a place of the file.</summary>
    public void Add(SourcePlace place, string path, string seen, string wanted) =>
        Add(new SkillFailure { File = File, Line = place.Line, Column = place.Column, Path = path, Seen = seen, Wanted = wanted });

    /// <summary>Adds one.</summary>
    public void Add(SkillFailure failure)
    {
        if (_count++ < Maximum)
        {
            _found.Add(failure);
        }
    }

    /// <summary>All, by file and place, each once.</summary>
    public IReadOnlyList<SkillFailure> ToList()
    {
        SkillFailure[] sorted = [.. _found.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(
            f => f.Column)];
        return _count <= Maximum
            ? sorted
            : [.. sorted, new SkillFailure { File = File, Seen = $"{_count} problems, of which {Maximum} are listed", Wanted = "none" }];
    }
}
