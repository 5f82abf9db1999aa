namespace SkillHost.App.Logging;

/// <summary>An exception as a log may show it: its text, made safe.</summary>
internal sealed class EscapedException(Exception exception) : Exception(LogText.Escape(exception.Message))
{
    public override string ToString() => LogText.EscapeLines(exception.ToString());
}
