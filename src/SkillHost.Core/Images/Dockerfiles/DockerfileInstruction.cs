namespace SkillHost.Images.Dockerfiles;

/// <summary>One instruction on one logical line: continuations joined, comments dropped.</summary>
/// <param name="Keyword">Upper case.</param>
/// <param name="Line">Line of its first word, from 1.</param>
/// <param name="Flags">Flags as written, such as <c>--from=build</c>.</param>
/// <param name="Rest">Everything after the flags, as written.</param>
internal sealed record DockerfileInstruction(string Keyword, int Line, IReadOnlyList<string> Flags, string Rest)
{
    /// <summary>As one line of a Dockerfile.</summary>
    public string Text => string.Join(' ', [Keyword, .. Flags, Rest]);
}
