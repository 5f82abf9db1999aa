using System.CommandLine;

namespace SkillHost.App.Cli;

/// <summary>Options that may stand anywhere on the command line.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Skills { get; } = new("--skills")
    {
        Description = "Folder of the skills (default: the configuration's, then ./skills)",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<string?> Config { get; } = new("--config")
    {
        Description = "Configuration file (default: ./appsettings.json, then the program's own)",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON for machines", Recursive = true };

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Show what the host does, on standard error",
        Recursive = true,
    };

    /// <summary>What may stand for a skill or a function; empty until somebody asks for a completion.</summary>
    public Completion.KnownNames Names { get; } = new();

    /// <summary>Adds all of them to the root command.</summary>
    public void AddTo(Command root)
    {
        root.Options.Add(Skills);
        root.Options.Add(Config);
        root.Options.Add(Json);
        root.Options.Add(Verbose);
    }

    /// <summary>What was given.</summary>
    public Setup.SettingsRequest Read(ParseResult parse) => new()
    {
        SkillsFolder = parse.GetValue(Skills),
        ConfigurationFile = parse.GetValue(Config),
        Verbose = parse.GetValue(Verbose),
    };
}
