using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using SkillHost.Docker;
using SkillHost.Hosting;

namespace SkillHost.App.Cli.Setup;

/// <summary>A host for the time of one verb. Disposing stops it and waits for its clean-up.</summary>
internal sealed class Session(IHost host) : IAsyncDisposable
{
    private bool _started;

    /// <summary>The skills.</summary>
    public ISkillHost SkillHost => Get<ISkillHost>();

    /// <summary>Makes a host that has done nothing yet.</summary>
    public static Session Open(SettingsRequest request)
    {
        HostApplicationBuilderSettings settings = new() { ApplicationName = "skillhost" };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings);
        ConfigurationLayers.AddTo(builder.Configuration, request);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true);
        builder.Logging.AddConsoleFormatter<BriefFormatter, ConsoleFormatterOptions>();
        // Standard output belongs to results.
        builder.Services.Configure<ConsoleLoggerOptions>(o =>
        {
            o.LogToStandardErrorThreshold = LogLevel.Trace;
            o.FormatterName = request.Verbose ? ConsoleFormatterNames.Simple : BriefFormatter.Key;
        });
        builder.Services.AddSkillHost(builder.Configuration).AddDockerEngine();
        return new Session(builder.Build());
    }

    /// <summary>A service of the host.</summary>
    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Checks the configuration and starts background work, such as the sweep.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await host.StartAsync(cancellationToken);
        _started = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_started)
        {
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
            await host.StopAsync(limit.Token);
        }

        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
