using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.App.Cli.Setup;

namespace SkillHost.App.Cli;

/// <summary>A verb of the program, with the examples its help ends with.</summary>
internal abstract class CliCommand : Command
{
    private readonly GlobalOptions _options;

    protected CliCommand(string name, string description, Terminal terminal, GlobalOptions options)
        : base(name, description)
    {
        Terminal = terminal;
        _options = options;
        SetAction(RunAsync);
    }

    /// <summary>Whole command lines, most useful first.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>What else the help of this very command line says, before the examples. Default nothing.</summary>
    public virtual Task<IReadOnlyList<string>> MoreHelpAsync(ParseResult parse, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    protected Terminal Terminal { get; }

    /// <summary>Does the work and gives the exit code.</summary>
    protected abstract Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken);

    /// <summary>Whether <c>--json</c> was given.</summary>
    protected bool WantsJson(ParseResult parse) => parse.GetValue(_options.Json);

    /// <summary>Whether the lines of builds and the host's log were asked for.</summary>
    protected bool WantsLog(ParseResult parse) => parse.GetValue(_options.Verbose);

    /// <summary>What the command line says of the configuration, for a verb that makes its own host.</summary>
    protected SettingsRequest SettingsOf(ParseResult parse) => _options.Read(parse);

    /// <summary>Opens the host as configured by file, environment and flags.</summary>
    protected Session OpenSession(ParseResult parse) => Session.Open(_options.Read(parse));

    /// <summary>The same for a verb that reports by itself what is wrong with the configuration.</summary>
    protected Session OpenUnchecked(ParseResult parse) => Session.OpenUnchecked(_options.Read(parse));

    /// <summary>The folder of the skills as <c>--skills</c> gave it, or null when it did not.</summary>
    protected string? SkillsFolderOf(ParseResult parse) => parse.GetValue(_options.Skills);

    /// <summary>The configuration file that <see cref="OpenSession(ParseResult)"/> reads, or null when there is none.</summary>
    protected string? ConfigurationFileOf(ParseResult parse) => ConfigurationFile.Find(_options.Read(parse).ConfigurationFile);

    /// <summary>Opens the host with <paramref name="overrides"/>, settings by key, on top of all others.</summary>
    protected Session OpenSession(ParseResult parse, IReadOnlyDictionary<string, string?> overrides, bool keepWarm = false) =>
        Session.Open(_options.Read(parse) with { Overrides = overrides, KeepWarm = keepWarm });

    /// <summary>The same over another folder of skills than the one configured, with services that come before the host's own.</summary>
    protected Session OpenSession(
        ParseResult parse, string skillsFolder, IReadOnlyDictionary<string, string?> overrides, Action<IServiceCollection> services) =>
        Session.Open(_options.Read(parse) with { SkillsFolder = skillsFolder, Overrides = overrides, Services = services });
}
