using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SkillHost.App.Logging;

/// <summary>Hands entries on with every text in them made safe, whatever formats and sinks stand behind.</summary>
internal sealed class EscapingLogger(ILogger inner) : ILogger
{
    /// <summary>Property with the message of an entry's exception, after a colon; for templates that want no stack.</summary>
    public const string Reason = "ExceptionReason";

    /// <summary>Scopes would reach the log past this class.</summary>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
        {
            return;
        }

        string text = LogText.Escape(formatter(state, exception));
        KeyValuePair<string, object?>[] safe = state is IEnumerable<KeyValuePair<string, object?>> values
            ? [.. values.Select(pair => KeyValuePair.Create(LogText.Escape(pair.Key), Escape(pair.Value)))]
            : [];
        if (exception is not null)
        {
            safe = [.. safe, KeyValuePair.Create<string, object?>(Reason, ": " + LogText.Escape(exception.Message))];
        }

        inner.Log(logLevel, eventId, safe, exception is null ? null : new EscapedException(exception), (_, _) => text);
    }

    private static object? Escape(object? value) => value switch
    {
        null or bool or byte or short or int or long or uint or ulong or float or double or decimal or Guid => value,
        DateTime or DateTimeOffset or TimeSpan or Enum => value,
        _ => LogText.Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };
}
