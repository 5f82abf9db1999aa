namespace SkillHost.Skills;

/// <summary>Where in its file each value of a manifest stands, so that a later check can still name line and column.</summary>
/// <param name="File">File relative to the skills folder.</param>
/// <param name="Places">Manifest path, such as <c>limits.memory</c> or <c>functions[0].command</c>, to line and column (from 1).</param>
public sealed record SourceMap(string File, IReadOnlyDictionary<string, SourcePlace> Places)
{
    /// <summary>A failure at <paramref name="path"/>, or at its nearest enclosing value that has a place.</summary>
    public SkillFailure Failure(string path, string seen, string wanted)
    {
        SourcePlace place = default;
        for (string at = path; at.Length > 0 && !Places.TryGetValue(at, out place);)
        {
            at = at[..Math.Max(0, Math.Max(at.LastIndexOf('.'), at.LastIndexOf('[')))];
        }

        return new SkillFailure { File = File, Line = place.Line, Column = place.Column, Path = path, Seen = seen, Wanted = wanted };
    }
}
