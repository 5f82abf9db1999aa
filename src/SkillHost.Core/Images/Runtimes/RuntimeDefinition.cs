using SkillHost.Skills;

namespace SkillHost.Images.Runtimes;

/// <summary>A runtime as its folder says.</summary>
public sealed record RuntimeDefinition
{
    /// <summary>Name, equal to the folder's.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>One line for people; empty when absent.</summary>
    public string Description { get; init; } = "";

    /// <summary>What a skill gets that asks for nothing.</summary>
    public LimitRequest Limits { get; init; } = new();

    /// <summary>Whether programs in <c>/tmp</c> may be started. Default false.</summary>
    public bool TmpExecutable { get; init; }

    /// <summary>Variables of every process of a skill on this runtime. The operator's, so any name is allowed.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Program and arguments of the MCP server that serves a skill's code, which the image holds; empty where there is none.
    /// </summary>
    public IReadOnlyList<string> Runner { get; init; } = [];

    /// <summary>
    /// Program and arguments of a step that readies a skill's code for the runner while its image is built, started in the skill's folder
    /// as root with the module's name behind; empty where nothing is to be done.
    /// </summary>
    public IReadOnlyList<string> Build { get; init; } = [];

    /// <summary>Files that the folder of a fresh clone lacks, with what makes them.</summary>
    public IReadOnlyDictionary<string, string> Needs { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the runner finds functions in the code by itself. Default false: they are listed in the manifest.</summary>
    public bool Derives { get; init; }

    /// <summary>The first of <see cref="Needs"/> that is not there, or null.</summary>
    public string? FindMissing() => Needs.Keys.FirstOrDefault(file => !File.Exists(Path.Combine(Folder, file)));
}
