using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.App.Cli.Setup;
using SkillHost.App.Http.Access;
using SkillHost.App.Http.Calls;
using SkillHost.App.Http.Listing;
using SkillHost.App.Http.Serving;
using SkillHost.Invocations;

namespace SkillHost.App.Http;

/// <summary>Makes the web host of <c>serve</c>: the same rooms as every other verb has, behind HTTP.</summary>
internal static class HttpDoor
{
    // What protocols wrap around arguments.
    private const int WrappingBytes = 64 * 1024;

    /// <summary>A host that has done nothing yet.</summary>
    public static WebApplication Build(SettingsRequest request)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "skillhost" });
        Session.Configure(builder, request);

        // It would write down queries, which are for nobody.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        AddServices(builder.Services);
        builder.WebHost.UseKestrelCore();
        WebApplication app = builder.Build();
        app.Use(next => context => app.Services.GetRequiredService<ErrorBoundary>().InvokeAsync(context, next));
        app.Use(next => context => app.Services.GetRequiredService<HostGate>().InvokeAsync(context, next));
        app.UseRouting();
        app.Use(next => context => app.Services.GetRequiredService<TokenGate>().InvokeAsync(context, next));
        return app;
    }

    /// <summary>Maps what there is to ask for; the configuration has been checked before.</summary>
    public static void Map(WebApplication app) => Routes.MapTo(app);

    private static void AddServices(IServiceCollection services)
    {
        services.AddRouting();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        services.AddSingleton<Callers>();
        services.AddSingleton<ErrorBoundary>();
        services.AddSingleton<HostGate>();
        services.AddSingleton<TokenGate>();
        services.AddSingleton<Health>();
        services.AddSingleton<CatalogAnswers>();
        services.AddSingleton<OpenApiAnswer>();
        services.AddSingleton<RequestBody>();
        services.AddSingleton<Invocation>();
        services.AddSingleton<Sessions>();
        services.AddHostedService<UnlistedSkills>();
    }

    private sealed class KestrelSetup(IOptions<HttpOptions> options, IOptions<InvocationHostOptions> arguments)
        : IConfigureOptions<KestrelServerOptions>
    {
        public void Configure(KestrelServerOptions kestrel)
        {
            HttpOptions http = options.Value;
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = http.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
            kestrel.Limits.RequestHeadersTimeout = http.HeaderTimeout;
            kestrel.Limits.KeepAliveTimeout = http.KeepAlive;
            kestrel.Limits.MaxRequestBodySize = arguments.Value.MaxArgumentBytes + WrappingBytes;

            // Not null: checked at the start.
            ListenAddress address = ListenAddress.TryParse(http.Listen)!;
            if (address.Address is { } one)
            {
                kestrel.Listen(one, address.Port, Plain);
            }
            else
            {
                kestrel.ListenLocalhost(address.Port, Plain);
            }
        }

        // One request at a time on a connection, so that the bound on connections is one on requests.
        private static void Plain(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
    }
}
