using Microsoft.Extensions.Logging;

namespace SkillHost.App.Logging;

/// <summary>Makes loggers that let no control character through.</summary>
internal sealed class EscapingLoggerProvider(ILoggerProvider inner) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new EscapingLogger(inner.CreateLogger(categoryName));

    public void Dispose() => inner.Dispose();
}
