using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class StreamTests(CallServer server)
{
    private const string Events = "Accept: text/event-stream";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [EngineFact]
    public async Task Stream_OfACall_HasItsEventsAndThenItsResult()
    {
        using HttpResponseMessage response = await server.Alice.CallAsync($"{server.Skill}.log", "{}", Events);
        string text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith(": begun\n\n", text, StringComparison.Ordinal);
        (string Name, JsonElement Data)[] events = [.. Read(text)];
        Assert.All(events, e => Assert.Equal(e.Name, e.Data.GetProperty("type").GetString()));
        Assert.Equal("one\ntwo", TextOf(events, "stderr"));
        Assert.Equal("three\n", TextOf(events, "stdout"));
        Assert.Equal(2, Assert.Single(events, e => e.Name == "progress").Data.GetProperty("total").GetDouble());
        Assert.Equal("result", events[^1].Name);
        Assert.Equal("ok", events[^1].Data.GetProperty("result").GetProperty("status").GetString());
        Assert.Single(events, e => e.Name == "result");
    }

    [EngineFact]
    public async Task Stream_OfACallThatIsRefused_IsItsResult()
    {
        using HttpResponseMessage response = await server.Alice.CallAsync($"{server.Skill}.echo?memory=9g", "{}", Events);

        (string name, JsonElement data) = Assert.Single(Read(await response.Content.ReadAsStringAsync()));
        Assert.Equal("result", name);
        Assert.Equal("denied", data.GetProperty("result").GetProperty("status").GetString());
    }

    [EngineFact]
    public async Task Stream_LeftByItsCaller_CancelsTheCallAndItsContainerIsGone()
    {
        using (HttpResponseMessage response = await server.Alice.CallAsync($"{server.Skill}.wait", "{}", Events))
        using (StreamReader lines = new(await response.Content.ReadAsStreamAsync()))
        {
            while (await lines.ReadLineAsync().WaitAsync(Patience) is { } line && !line.Contains("waiting", StringComparison.Ordinal))
            {
                Assert.DoesNotContain("event: result", line, StringComparison.Ordinal);
            }

            await CallServer.HasContainersAsync(server.Skill, 1);
        }

        await CallServer.HasContainersAsync(server.Skill, 0);
        Assert.Contains("cancelled", (await server.RunAsync("logs", "-n", "50")).Out, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Call_LeftByItsCaller_IsCancelledToo()
    {
        using CancellationTokenSource leave = new();
        Task<HttpResponseMessage> call = server.Alice.SendAsync(Requests.Call($"{server.Skill}.wait", "{}"), leave.Token);
        await CallServer.HasContainersAsync(server.Skill, 1);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await CallServer.HasContainersAsync(server.Skill, 0);
    }

    [EngineFact]
    public async Task Stream_ThatNobodyReads_HoldsLittleAndHoldsUpNobody()
    {
        const int Callers = 6;
        long before = ResidentBytes();
        TcpClient[] sockets = [.. Enumerable.Range(0, Callers).Select(_ => new TcpClient { ReceiveBufferSize = 4096 })];
        string token = server.Alice.DefaultRequestHeaders.Authorization!.Parameter!;
        byte[] request = Encoding.ASCII.GetBytes(
            $"POST /v1/functions/{server.Skill}.flood/invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Accept: text/event-stream\r\nAuthorization: Bearer {token}\r\nContent-Length: 2\r\n\r\n{{}}");
        foreach (TcpClient socket in sockets)
        {
            await socket.ConnectAsync(server.Server.Address.Host, server.Server.Address.Port);
            await socket.GetStream().WriteAsync(request);
        }

        await CallServer.HasContainersAsync(server.Skill, Callers);
        string other = await server.Bob.CallAsync($"{server.Skill}.echo").StatusAsync();
        long after = ResidentBytes();
        Array.ForEach(sockets, socket => socket.Dispose());

        Assert.Equal("200 ok", other);
        Assert.InRange(after - before, long.MinValue, 64L << 20);
        await CallServer.HasContainersAsync(server.Skill, 0);
    }

    private long ResidentBytes()
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(server.Server.ProcessId);
        return process.WorkingSet64;
    }

    private static IEnumerable<(string Name, JsonElement Data)> Read(string text) => text
        .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Where(block => block.StartsWith("event: ", StringComparison.Ordinal))
        .Select(block => block.Split("\ndata: ", 2))
        .Select(parts => (parts[0]["event: ".Length..], JsonDocument.Parse(parts[1]).RootElement));

    private static string TextOf(IEnumerable<(string Name, JsonElement Data)> events, string stream) => string.Concat(events
        .Where(e => e.Name == "output" && e.Data.GetProperty("stream").GetString() == stream)
        .Select(e => e.Data.GetProperty("text").GetString()));
}
