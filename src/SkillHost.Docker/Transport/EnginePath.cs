using System.Text;
using SkillHost.Containers;

namespace SkillHost.Docker.Transport;

/// <summary>Builds paths from parts that cannot leave their place.</summary>
internal static class EnginePath
{
    private const int LongestName = 255;

    /// <summary>A container's name or id, checked: it starts with a letter or digit and holds letters, digits, <c>_ . -</c>.</summary>
    public static string Container(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')
            ? name
            : throw new EngineException(
                EngineFailure.BadRequest, $"\"{name}\" is no container name; wanted a letter or digit, then letters, digits, _ . -");

    /// <summary>A path with a query; parameters without a value are left out.</summary>
    public static string WithQuery(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var text = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return text.ToString();
    }
}
