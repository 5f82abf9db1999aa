using System.Text.Json;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using SkillHost.Invocations;

namespace SkillHost.Core.Tests.McpDoor;

public sealed class ToolEventTests
{
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task Progress_OfACallWithAToken_ReachesTheClientWhileItGrows()
    {
        await using DoorHost host = new();
        host.Invoker.Answer = Telling(
            new ProgressEvent(1, 3, "one"), new ProgressEvent(1, 3, "again"), new ProgressEvent(2, null, null));
        await using McpClient client = await host.ConnectAsync(DoorHost.WithSessions, Listening());

        await client.CallToolAsync("alpha_text", progress: new Ignored());

        await HeardAsync("progress 1/3 one", "progress 2/ ");
    }

    [Fact]
    public async Task Log_OfACommand_IsItsStandardErrorLineByLine()
    {
        await using DoorHost host = new();
        host.Invoker.Answer = Telling(
            new OutputEvent("stderr", "one\ntw"), new OutputEvent("stdout", "result\n"), new OutputEvent("stderr", "o\n\nerror: three"));
        await using McpClient client = await host.ConnectAsync(DoorHost.WithSessions, Listening());

        await client.CallToolAsync("alpha_text");

        await HeardAsync("Info alpha_text one", "Info alpha_text two", "Info alpha_text error: three");
    }

    [Fact]
    public async Task Log_OfAServer_HasItsOwnLevelsAndWhatItPrints()
    {
        await using DoorHost host = new();
        host.Invoker.Answer = Telling(
            new OutputEvent("stderr", "debug: hidden\nwarning db: slow\n"), new OutputEvent("stdout", "printed\n"));
        await using McpClient client = await host.ConnectAsync(DoorHost.WithSessions, Listening());

        await client.CallToolAsync("server_run");

        await HeardAsync("Warning server_run db: slow", "Info server_run printed");
    }

    [Fact]
    public async Task Log_OfAClientThatSetALevel_BeginsThere()
    {
        await using DoorHost host = new();
        host.Invoker.Answer = Telling(new OutputEvent("stderr", "info: hidden\nerror: shown\n"));
        await using McpClient client = await host.ConnectAsync(DoorHost.WithSessions, Listening());

        await client.SetLoggingLevelAsync(LoggingLevel.Warning);
        await client.CallToolAsync("server_run");

        await HeardAsync("Error server_run shown");
    }

    [Fact]
    public async Task Log_OfAStatelessRequestThatAsksForNone_IsNotSent()
    {
        await using DoorHost host = new();
        bool listened = true;
        host.Invoker.Answer = (options, _) =>
        {
            listened = options.OnEvent is not null;
            return Task.FromResult(ScriptedInvoker.Ok(""));
        };
        await using McpClient client = await host.ConnectAsync("2026-07-28", Listening());

        await client.CallToolAsync("server_run");

        Assert.False(listened);
    }

    private static Func<InvocationOptions, CancellationToken, Task<InvocationResult>> Telling(params InvocationEvent[] events) =>
        async (options, cancellationToken) =>
        {
            foreach (InvocationEvent e in events)
            {
                await options.OnEvent!(e, cancellationToken);
            }

            return ScriptedInvoker.Ok("done");
        };

    /// <summary>Notifications are handled on their own, so the last of them may come after the answer.</summary>
    private async Task HeardAsync(params string[] wanted)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        List<string> heard = [];
        while (heard.Count < wanted.Length)
        {
            heard.Add(await _heard.Reader.ReadAsync(limit.Token));
        }

        Assert.Equal(wanted.Order(), heard.Order());
        Assert.False(_heard.Reader.TryRead(out _));
    }

    private McpClientHandlers Listening() => new()
    {
        NotificationHandlers =
        [
            new(NotificationMethods.ProgressNotification, (notification, _) =>
            {
                ProgressNotificationParams told =
                    notification.Params.Deserialize<ProgressNotificationParams>(McpJsonUtilities.DefaultOptions)!;
                _heard.Writer.TryWrite($"progress {told.Progress.Progress}/{told.Progress.Total} {told.Progress.Message}");
                return ValueTask.CompletedTask;
            }),
            new(NotificationMethods.LoggingMessageNotification, (notification, _) =>
            {
                LoggingMessageNotificationParams told =
                    notification.Params.Deserialize<LoggingMessageNotificationParams>(McpJsonUtilities.DefaultOptions)!;
                _heard.Writer.TryWrite($"{told.Level} {told.Logger} {told.Data.GetString()}");
                return ValueTask.CompletedTask;
            }),
        ],
    };

    private sealed class Ignored : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value)
        {
        }
    }
}
