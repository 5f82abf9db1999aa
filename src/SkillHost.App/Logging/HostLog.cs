using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Debugging;
using Serilog.Extensions.Logging;
using Serilog.Settings.Configuration;
using SkillHost.App.Cli;

namespace SkillHost.App.Logging;

/// <summary>The host's log, as section <c>Serilog</c> describes it.</summary>
internal static class HostLog
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Serilog";

    private const string Replaced = "Logging";

    /// <summary>
    /// Where the section names no sink: lines on standard error. The log is of what goes on around calls, so warnings and worse are shown;
    /// verbs report by themselves what the host would warn of.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string?>> Defaults(bool namesSinks, bool verbose) =>
    [
        new($"{Section}:MinimumLevel:Default", "Warning"),
        new(LevelKey, "Error"),
        // It warns of every call that a client cancels.
        new($"{Section}:MinimumLevel:Override:ModelContextProtocol", "Error"),
        .. namesSinks ? [] : Sink(verbose ? "{NewLine}{Exception}" : $"{{{EscapingLogger.Reason}}}{{NewLine}}"),
    ];

    /// <summary>Key of the level of the host's own entries.</summary>
    public static string LevelKey => $"{Section}:MinimumLevel:Override:SkillHost";

    private static KeyValuePair<string, string?>[] Sink(string end) =>
    [
        new($"{Section}:WriteTo:0:Name", "Console"),
        new($"{Section}:WriteTo:0:Args:outputTemplate",
            "{Timestamp:HH:mm:ss} {Level:u4} {SourceContext}: {Message:lj}" + end),
        new($"{Section}:WriteTo:0:Args:standardErrorFromLevel", "Verbose"),
    ];

    /// <summary>Sends the log there. Throws <see cref="UsageException"/> when the section names what does not exist.</summary>
    public static void AddTo(ILoggingBuilder logging, IConfiguration configuration)
    {
        if (configuration.GetSection(Replaced).Exists())
        {
            throw new UsageException(
                $"{Replaced}: seen a section that has no effect here, wanted {Section}, with MinimumLevel and WriteTo");
        }

        Serilog.Core.Logger log = Read(configuration);
        logging.SetMinimumLevel(LogLevel.Trace);
        logging.AddProvider(new EscapingLoggerProvider(new SerilogLoggerProvider(log, dispose: true)));
    }

    private static Serilog.Core.Logger Read(IConfiguration configuration)
    {
        List<string> complaints = [];
        // Serilog ignores what it does not know, and says so only here.
        SelfLog.Enable(complaints.Add);
        try
        {
            ConfigurationReaderOptions sinks = new(
                typeof(ConsoleLoggerConfigurationExtensions).Assembly, typeof(FileLoggerConfigurationExtensions).Assembly)
            {
                SectionName = Section,
            };
            Serilog.Core.Logger log = new LoggerConfiguration().ReadFrom.Configuration(configuration, sinks).CreateLogger();
            return complaints.Count == 0 ? log : throw Wrong(Complaint(complaints[0]));
        }
        catch (Exception e) when (
            e is InvalidOperationException or ArgumentException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw Wrong(e.GetBaseException().Message);
        }
        finally
        {
            SelfLog.Enable(Console.Error);
        }
    }

    private static UsageException Wrong(string reason) => new($"{Section}: {LogText.Escape(reason)}");

    /// <summary>What Serilog complains of, without its time and its list of everything else there is.</summary>
    private static string Complaint(string text)
    {
        string rest = text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        int list = rest.IndexOf(" Candidate methods", StringComparison.Ordinal);
        return list < 0 ? rest : $"{rest[..list]} The sinks are Console and File.";
    }
}
