using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using SkillHost.Hosting;
using SkillHost.Invocations;
using SkillHost.Mcp;
using SkillHost.Sandboxes.Held;

namespace SkillHost.Core.Tests.McpDoor;

/// <summary>The door over a scripted host: on streams in memory, and, where a test wants it, on a port of this machine.</summary>
internal sealed class DoorHost : IAsyncDisposable
{
    /// <summary>The revision whose HTTP has sessions.</summary>
    public const string WithSessions = "2025-11-25";

    private readonly WebApplication _web;
    private readonly CancellationTokenSource _stop = new();
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();

    public DoorHost(Action<McpOptions>? configure = null, TimeProvider? time = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<ISkillHost>(new ScriptedHost(Invoker)).AddSingleton<ISessions>(Sessions);
        builder.Services.AddOptions<InvocationHostOptions>();
        builder.Services.AddSkillHostMcp().Configure(configure ?? (_ => { }));
        _web = builder.Build();
        _web.Use((context, next) =>
        {
            if (context.Request.Headers.TryGetValue("X-User", out var user))
            {
                context.User = new(new System.Security.Claims.ClaimsIdentity([new("name", user.ToString())], "test", "name", null));
            }

            return next(context);
        });
        _web.MapSkillHostMcp();
    }

    public ScriptedInvoker Invoker { get; } = new();

    public ScriptedSessions Sessions { get; } = new();

    /// <summary>Ends with the serving of the streams.</summary>
    public Task Served { get; private set; } = Task.CompletedTask;

    /// <summary>Where it listens, after <see cref="ListenAsync"/>.</summary>
    public Uri Address => new(_web.Urls.Single() + "/mcp");

    public Task ListenAsync() => _web.StartAsync();

    public Task StopAsync() => _web.StopAsync();

    /// <summary>A client over streams.</summary>
    public async Task<McpClient> ConnectAsync(string? revision = null, McpClientHandlers? handlers = null)
    {
        Served = _web.Services.GetRequiredService<IMcpDoor>().ServeAsync(
            _toServer.Reader.AsStream(), _toClient.Writer.AsStream(), "alice", _stop.Token);
        StreamClientTransport transport = new(_toServer.Writer.AsStream(), _toClient.Reader.AsStream());
        return await McpClient.CreateAsync(transport, Options(revision, handlers));
    }

    /// <summary>A client over HTTP.</summary>
    public async Task<McpClient> ConnectHttpAsync(string? revision = WithSessions, string? user = null)
    {
        HttpClientTransportOptions options = new() { Endpoint = Address, TransportMode = HttpTransportMode.StreamableHttp };
        if (user is not null)
        {
            options.AdditionalHeaders = new Dictionary<string, string> { ["X-User"] = user };
        }

        return await McpClient.CreateAsync(new HttpClientTransport(options), Options(revision, null));
    }

    /// <summary>Ends the client's side of the streams, as a client does that goes.</summary>
    public ValueTask HangUpAsync() => _toServer.Writer.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Served;
        await _web.DisposeAsync();
        _stop.Dispose();
    }

    private static McpClientOptions Options(string? revision, McpClientHandlers? handlers)
    {
        McpClientOptions options = new()
        {
            ProtocolVersion = revision,
            ClientInfo = new Implementation { Name = "test er", Version = "1.0" },
        };
        if (handlers is not null)
        {
            options.Handlers = handlers;
        }

        return options;
    }
}
