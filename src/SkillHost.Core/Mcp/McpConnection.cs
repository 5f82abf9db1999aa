using System.Collections.Concurrent;
using System.Text.Json;
using SkillHost.Wire;

namespace SkillHost.Mcp;

/// <summary>
/// The client's end of a connection to an MCP server on two streams, one line a message. Everything the server writes is hostile: memory
/// is bounded, the first message that breaks the protocol ends the connection, and every question then fails with one sentence.
/// </summary>
public sealed class McpConnection : IAsyncDisposable
{
    private readonly Stream _input;
    private readonly McpLimits _limits;
    private readonly LineReader _lines;
    private readonly ConcurrentDictionary<long, McpQuestion> _open = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _closed = new();
    private McpException? _failure;
    private long _last;
    private long _idle;
    private long _read;
    private int _replies;

    /// <summary>
    /// Speaks to a server that reads <paramref name="input"/> and writes <paramref name="output"/>; both stay the caller's.
    /// </summary>
    public McpConnection(Stream input, Stream output, McpLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        (_input, _limits) = (input, limits);
        _lines = new LineReader(output, limits.MessageBytes);
        Completion = RunAsync(_closed.Token);
    }

    /// <summary>Completes, without failing, when nothing more is read.</summary>
    public Task Completion { get; }

    /// <summary>Whether the server has said, since it was last asked to list them, that its tools have changed.</summary>
    public bool ToolsChanged { get; private set; }

    /// <summary>Why nothing more can be asked, or null.</summary>
    public McpException? Failure => Volatile.Read(ref _failure);

    /// <summary>The call that has the server for itself, also after its answer; null where none has.</summary>
    public IMcpListener? Owner { get; set; }

    /// <summary>
    /// Who is told what the server says to nobody in particular: its owner, or the one call under way, or null where there are none or
    /// several.
    /// </summary>
    public IMcpListener? Only => Owner ?? Single();

    /// <summary>Greets the server. Throws <see cref="McpException"/>.</summary>
    public async Task GreetAsync(CancellationToken cancellationToken)
    {
        McpReply reply = await AskAsync("initialize", McpMessages.Greeting, cancellationToken);
        if (reply.Error is not null || reply.DroppedBytes > 0)
        {
            throw Break("refused the greeting");
        }

        if (!McpMessages.Knows(RevisionOf(reply)))
        {
            throw Break("speaks a revision of the Model Context Protocol that this host does not know");
        }

        await WriteAsync(McpMessages.Initialized, cancellationToken);
    }

    private string RevisionOf(McpReply greeting)
    {
        try
        {
            using var document = JsonDocument.Parse(greeting.Result);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("protocolVersion", out JsonElement version)
                && version.ValueKind == JsonValueKind.String ? LenientText.Of(version) : "";
        }
        catch (JsonException)
        {
            throw Break("greets with a message that cannot be read");
        }
    }

    /// <summary>Lists the server's tools, all pages of them. Throws <see cref="McpException"/>.</summary>
    public Task<McpTools> ListToolsAsync(CancellationToken cancellationToken)
    {
        ToolsChanged = false;
        return new McpToolLister(this, _limits).ListAsync(cancellationToken);
    }

    /// <summary>
    /// Asks for <paramref name="method"/> with <paramref name="parameters"/>, one JSON object. Throws <see cref="McpException"/>.
    /// </summary>
    public async Task<McpReply> AskAsync(string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        McpQuestion question = Open(listener: null);
        try
        {
            await WriteAsync(McpMessages.Request(question.Id, method, parameters), cancellationToken);
            return await question.Answer.WaitAsync(cancellationToken);
        }
        finally
        {
            Close(question);
        }
    }

    /// <summary>
    /// Calls a tool; <paramref name="arguments"/> is one JSON object. When cancelled, the server is told and has
    /// <paramref name="patience"/> to answer all the same; only when it does not is this cancelled. Throws <see cref="McpException"/>.
    /// </summary>
    public async Task<McpReply> CallAsync(
        string tool, ReadOnlyMemory<byte> arguments, string invocationId, IMcpListener listener, TimeSpan patience,
        CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            // Nothing was asked, so there is nothing that the server has yet to give up.
            return new McpReply { GivenUp = true };
        }

        McpQuestion question = Open(listener);
        try
        {
            await WriteAsync(McpMessages.Call(question.Id, tool, arguments, invocationId), cancellationToken);
            return await question.Answer.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && Failure is null)
        {
            if (await TellCancelledAsync(question, patience))
            {
                return new McpReply { GivenUp = true };
            }

            throw;
        }
        finally
        {
            Close(question);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Fail(new McpException(McpFailure.Ended, "was given up by the host"));
        await Completion;
    }

    private async Task<bool> TellCancelledAsync(McpQuestion question, TimeSpan patience)
    {
        using CancellationTokenSource limit = new(patience);
        try
        {
            await WriteAsync(McpMessages.Cancelled(question.Id), limit.Token);
            await question.Answer.WaitAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (e is McpException or OperationCanceledException)
        {
            return false;
        }
    }

    private McpQuestion Open(IMcpListener? listener)
    {
        McpQuestion question = new(Interlocked.Increment(ref _last), listener, Volatile.Read(ref _read));
        Interlocked.Exchange(ref _idle, 0);
        _open[question.Id] = question;
        if (Failure is { } failure)
        {
            question.Fail(failure);
        }

        return question;
    }

    private void Close(McpQuestion question) => _open.TryRemove(question.Id, out _);

    private IMcpListener? Single()
    {
        IMcpListener? found = null;
        foreach ((_, McpQuestion question) in _open)
        {
            if (found is not null)
            {
                return null;
            }

            found = question.Listener;
        }

        return found;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        // A line is written whole or the connection is over: half of one would make nonsense of the next.
        await _writing.WaitAsync(cancellationToken);
        Task writing = WriteHeldAsync(line);
        await writing.WaitAsync(cancellationToken);
    }

    private async Task WriteHeldAsync(ReadOnlyMemory<byte> line)
    {
        try
        {
            await _input.WriteAsync(line, _closed.Token);
            await _input.FlushAsync(_closed.Token);
        }
        catch (Exception e) when (e is WireException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // It reads no more; what it wrote before may still be the answer, so its output decides.
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task RunAsync(CancellationToken closed)
    {
        await Task.Yield();
        try
        {
            while (await _lines.ReadAsync(closed) is { } line)
            {
                await TakeAsync(line);
            }

            Fail(new McpException(McpFailure.Ended, "ended its output"));
        }
        catch (McpException e)
        {
            Fail(e);
        }
        catch (Exception e) when (e is WireException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            Fail(new McpException(McpFailure.Ended, "ended", e));
        }
        catch (Exception e)
        {
            // Whatever a message does to what reads it, nobody may wait for answers that are read no more.
            Fail(new McpException(McpFailure.Protocol, "sent a message that cannot be read", e));
        }
    }

    private ValueTask TakeAsync(McpLine line)
    {
        Volatile.Write(ref _read, _read + 1);
        if (_open.IsEmpty && Interlocked.Add(ref _idle, line.Length + 1) > _limits.IdleBytes)
        {
            throw new McpException(
                McpFailure.Protocol, $"wrote more than {_limits.IdleBytes} bytes while nothing was asked of it");
        }

        if (line.TooLong)
        {
            TakeTooLong(line);
            return ValueTask.CompletedTask;
        }

        ReadOnlyMemory<byte> text = line.Bytes;
        Envelope envelope = text.Span.TrimStart(" \t\r"u8) is [(byte)'{', ..] ? Envelope.Read(text, _limits.Depth) : default;
        switch (envelope.Kind)
        {
            case EnvelopeKind.Response:
                Answer(envelope, new McpReply { Result = envelope.Body.ToArray() });
                return ValueTask.CompletedTask;
            case EnvelopeKind.Error:
                Answer(envelope, McpReply.OfError(envelope.Body));
                return ValueTask.CompletedTask;
            case EnvelopeKind.Request:
                Reply(envelope);
                return ValueTask.CompletedTask;
            case EnvelopeKind.Notification:
                return NoticeAsync(envelope);
            default:
                return text.Span.Trim(" \t\r"u8).IsEmpty ? ValueTask.CompletedTask : StrayAsync(text);
        }
    }

    private void Answer(Envelope envelope, McpReply reply)
    {
        if (_open.TryGetValue(envelope.Id, out McpQuestion? question))
        {
            question.Complete(question.LinesBefore == _read - 1 ? reply with { IsFirst = true } : reply);
        }
        else if (envelope.Id <= 0 || envelope.Id > Interlocked.Read(ref _last))
        {
            throw new McpException(McpFailure.Protocol, "answered a question that nobody asked");
        }
    }

    private void TakeTooLong(McpLine line)
    {
        long id = Envelope.FindId(line.Bytes);
        if (!_open.TryGetValue(id, out McpQuestion? question))
        {
            throw new McpException(
                McpFailure.Protocol, $"wrote a line of {line.Length} bytes, at most {_limits.MessageBytes} are wanted");
        }

        question.Complete(new McpReply { DroppedBytes = line.Length });
    }

    private void Reply(Envelope envelope)
    {
        if (Interlocked.Increment(ref _replies) > _limits.Replies)
        {
            throw new McpException(McpFailure.Protocol, "asks more of the host than it waits to hear");
        }

        // Copied: the line is gone when it is written. Not awaited: a server that does not read must not stop its own answers.
        ReadOnlyMemory<byte> reply = McpMessages.Reply(envelope.RawId, envelope.Method == "ping");
        _ = ReplyAsync(reply);
    }

    private async Task ReplyAsync(ReadOnlyMemory<byte> reply)
    {
        try
        {
            await WriteAsync(reply, _closed.Token);
            Interlocked.Decrement(ref _replies);
        }
        catch (OperationCanceledException)
        {
            // The connection is over.
        }
    }

    private async ValueTask NoticeAsync(Envelope envelope)
    {
        if (envelope.Method == "notifications/progress" && McpNotice.Progress(envelope.Body) is { } progress
            && _open.TryGetValue(progress.Token, out McpQuestion? question) && question.Listener is { } listener)
        {
            await listener.ProgressAsync(progress.Progress, progress.Total, progress.Message);
        }
        else if (envelope.Method == "notifications/message" && Only is { } only && McpNotice.LogLine(envelope.Body) is { } log)
        {
            await only.ErrorAsync(log);
        }
        else if (envelope.Method == "notifications/tools/list_changed")
        {
            ToolsChanged = true;
        }
    }

    private ValueTask StrayAsync(ReadOnlyMemory<byte> line) =>
        Only is { } only ? only.StrayAsync((byte[])[.. line.Span, (byte)'\n']) : ValueTask.CompletedTask;

    private McpException Break(string message)
    {
        McpException failure = new(McpFailure.Protocol, message);
        Fail(failure);
        return failure;
    }

    private void Fail(McpException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
        {
            _closed.Cancel();
            foreach (McpQuestion question in _open.Values)
            {
                question.Fail(failure);
            }
        }
    }
}
