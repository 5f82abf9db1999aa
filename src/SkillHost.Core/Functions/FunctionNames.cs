using System.Security.Cryptography;
using System.Text;
using SkillHost.Skills;

namespace SkillHost.Functions;

/// <summary>
/// What one function is called at each door. The names depend on nothing but skill and function, so they are the same on every host
/// and after every reload; what is too long for a door is cut and ends in eight hexadecimal digits of a hash of the whole.
/// </summary>
public sealed record FunctionNames
{
    private const int MaxToolLength = 64;
    private const int MaxPluginLength = 40;
    private const int HashLength = 8;

    private FunctionNames(string skill, string function)
    {
        Qualified = $"{skill}.{function}";
        Tool = ToolName(skill, function, Qualified);
        string plugin = skill.Replace('-', '_');
        Plugin = Cut(plugin, MaxPluginLength, skill);

        // Semantic Kernel sends plugin-function to models, which take 64 characters.
        PluginFunction = Cut(function, MaxToolLength - 1 - Plugin.Length, Qualified);
    }

    /// <summary>At the command line and in logs: <c>csv-summary.summarise</c>.</summary>
    public string Qualified { get; }

    /// <summary>For MCP and models: <c>csv-summary_summarise</c>, at most 64 of <c>[A-Za-z0-9_-]</c>.</summary>
    public string Tool { get; }

    /// <summary>Plugin of Semantic Kernel: <c>csv_summary</c>, at most 40 of <c>[a-z0-9_]</c>.</summary>
    public string Plugin { get; }

    /// <summary>Function in <see cref="Plugin"/>: <c>summarise</c>; with the plugin and a hyphen at most 64.</summary>
    public string PluginFunction { get; }

    /// <summary>The names of <paramref name="function"/> of <paramref name="skill"/>.</summary>
    public static FunctionNames Of(SkillName skill, string function)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        return new FunctionNames(skill.Value, function);
    }

    // Both parts stay readable: whatever one does not need, the other may have.
    private static string ToolName(string skill, string function, string qualified)
    {
        if (skill.Length + 1 + function.Length <= MaxToolLength)
        {
            return $"{skill}_{function}";
        }

        int room = MaxToolLength - 2 - HashLength;
        int ofFunction = Math.Min(function.Length, room - Math.Min(skill.Length, room / 2));
        int ofSkill = Math.Min(skill.Length, room - ofFunction);
        return $"{skill[..ofSkill]}_{function[..ofFunction]}_{Hash(qualified)}";
    }

    private static string Cut(string name, int length, string whole) =>
        name.Length <= length ? name : $"{name[..(length - 1 - HashLength)]}_{Hash(whole)}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
}
