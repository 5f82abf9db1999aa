using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Mcp;

namespace SkillHost.Core.Tests.Mcp;

/// <summary>A connection and, at its other end, a server that a test plays.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly DuplexPipe _server;
    private readonly DuplexPipe _client;
    private readonly StreamReader _reader;

    public FakeServer(McpLimits? limits = null)
    {
        (_client, _server) = DuplexPipe.Pair();
        _reader = new StreamReader(_server);
        Connection = new McpConnection(_client, _client, limits ?? new McpLimits());
    }

    public McpConnection Connection { get; }

    public Listener Heard { get; } = new();

    public Task<McpReply> CallAsync(
        string arguments = "{}", Listener? listener = null, TimeSpan patience = default, CancellationToken cancellationToken = default) =>
        Connection.CallAsync("tool", Encoding.UTF8.GetBytes(arguments), "0a", listener ?? Heard, patience, cancellationToken);

    public async Task<JsonElement> ReadAsync() => JsonElement.Parse(await _reader.ReadLineAsync() ?? "null");

    public Task<string?> ReadLineAsync() => _reader.ReadLineAsync();

    public async Task WriteAsync(string text)
    {
        await _server.WriteAsync(Encoding.UTF8.GetBytes(text));
        await _server.FlushAsync(CancellationToken.None);
    }

    public Task AnswerAsync(JsonElement question, string result) =>
        WriteAsync($$"""{"jsonrpc":"2.0","id":{{question.GetProperty("id")}},"result":{{result}}}""" + "\n");

    public Task EndAsync() => _server.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await _client.DisposeAsync();
        _reader.Dispose();
    }

    /// <summary>Keeps what it is told.</summary>
    internal sealed class Listener : IMcpListener
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ValueTask ProgressAsync(double progress, double? total, string? message) => Keep($"progress {progress} {total} {message}");

        public ValueTask ErrorAsync(ReadOnlyMemory<byte> bytes) => Keep("error " + Encoding.UTF8.GetString(bytes.Span));

        public ValueTask StrayAsync(ReadOnlyMemory<byte> line) => Keep("stray " + Encoding.UTF8.GetString(line.Span));

        private ValueTask Keep(string text)
        {
            All.Enqueue(text);
            return ValueTask.CompletedTask;
        }
    }
}
