using System.Text;

namespace SkillHost.Images.Dockerfiles;

/// <summary>A Dockerfile that broke no rule, as the engine is given it once its bases' ids are known.</summary>
/// <param name="Escape">Escape character.</param>
/// <param name="Lines">The instructions.</param>
internal sealed record CheckedDockerfile(char Escape, IReadOnlyList<CheckedLine> Lines)
{
    /// <summary>The text, every base replaced by what <paramref name="idOf"/> says.</summary>
    public string Render(Func<BaseReference, string> idOf)
    {
        var text = new StringBuilder(Escape == '\\' ? "" : $"# escape={Escape}\n");
        foreach (CheckedLine line in Lines)
        {
            text.Append(line.Before).Append(line.Base is { } reference ? idOf(reference) : "").Append(line.After).Append('\n');
        }

        return text.ToString();
    }
}
