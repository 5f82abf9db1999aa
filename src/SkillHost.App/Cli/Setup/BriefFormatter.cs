using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace SkillHost.App.Cli.Setup;

/// <summary>The host's log for people at a terminal: one line of message and reason, without times, ids and stacks.</summary>
internal sealed class BriefFormatter() : ConsoleFormatter(Key)
{
    /// <summary>Name under which it is chosen.</summary>
    public const string Key = "brief";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        string message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        string reason = logEntry.Exception is { } exception ? $": {exception.Message}" : "";
        textWriter.WriteLine($"{Word(logEntry.LogLevel)}: {message}{reason}".ReplaceLineEndings(" "));
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        _ => "log",
    };
}
