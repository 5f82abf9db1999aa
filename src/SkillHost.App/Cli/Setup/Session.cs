using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SkillHost.App.Http;
using SkillHost.App.Logging;
using SkillHost.Docker;
using SkillHost.Hosting;
using SkillHost.Mcp;
using SkillHost.Sandboxes.Pools;

namespace SkillHost.App.Cli.Setup;

/// <summary>A host for the time of one verb. Disposing stops it and waits for its clean-up.</summary>
internal sealed class Session(IHost host) : IAsyncDisposable
{
    private bool _started;

    /// <summary>The skills.</summary>
    public ISkillHost SkillHost => Get<ISkillHost>();

    /// <summary>Makes a host that has done nothing yet; everything wrong with its configuration is thrown at once.</summary>
    public static Session Open(SettingsRequest request) => Checked(Build(request));

    /// <summary>The same with a host that a verb has made by itself, on what <see cref="Configure"/> gives.</summary>
    public static Session Checked(IHost host)
    {
        try
        {
            // Everything that is wrong at once, also for verbs that need little of it.
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            return new Session(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>The same with a configuration nobody has looked at, for verbs that tell what is wrong with it.</summary>
    public static Session OpenUnchecked(SettingsRequest request) => new(Build(request));

    /// <summary>Adds configuration, log and rooms.</summary>
    public static void Configure(IHostApplicationBuilder builder, SettingsRequest request)
    {
        ConfigurationLayers.AddTo(builder.Configuration, request);
        HostLog.AddTo(builder.Logging, builder.Configuration);
        request.Services?.Invoke(builder.Services);
        builder.Services.AddSkillHost(builder.Configuration).AddDockerEngine().AddSkillHostMcp().AddHttpOptions();
        builder.Services.PostConfigure<WarmOptions>(warm => warm.Enabled &= request.KeepWarm);
    }

    private static IHost Build(SettingsRequest request)
    {
        HostApplicationBuilderSettings settings = new() { ApplicationName = "skillhost" };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings);
        Configure(builder, request);
        return builder.Build();
    }

    /// <summary>A service of the host.</summary>
    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Everything wrong with the configuration; starts nothing.</summary>
    public string[] Validate()
    {
        try
        {
            Get<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures.Distinct()];
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return [.. e.InnerExceptions.OfType<OptionsValidationException>().SelectMany(inner => inner.Failures).Distinct()];
        }
    }

    /// <summary>Checks the configuration and starts background work, such as the sweep; once.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_started)
        {
            return;
        }

        // A start that fails is stopped too: part of it may have started.
        _started = true;
        await host.StartAsync(cancellationToken);
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
