namespace SkillHost.Images.Dockerfiles;

/// <summary>One instruction as the engine is given it.</summary>
/// <param name="Line">Line in the author's file.</param>
/// <param name="Before">The text, up to the base's id where there is one.</param>
/// <param name="Base">The base it names, or null.</param>
/// <param name="After">The text after the base's id.</param>
internal sealed record CheckedLine(int Line, string Before, BaseReference? Base = null, string After = "");
