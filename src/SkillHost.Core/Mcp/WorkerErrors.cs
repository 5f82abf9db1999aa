using System.Text;
using SkillHost.Wire;

namespace SkillHost.Mcp;

/// <summary>
/// Reads a server's standard error to its end: for the call under way, and its latest bytes for whoever asks why it ended.
/// </summary>
internal sealed class WorkerErrors
{
    private const int BufferBytes = 16 * 1024;
    private const int KeptBytes = 4 * 1024;
    private readonly Lock _gate = new();
    private readonly Stream _source;
    private readonly McpConnection _connection;
    private byte[] _kept = [];
    private byte[] _early = [];
    private bool _waits;
    private TaskCompletionSource? _behind;

    /// <summary>Begins to read.</summary>
    public WorkerErrors(Stream source, McpConnection connection)
    {
        (_source, _connection) = (source, connection);
        Completion = RunAsync();
    }

    /// <summary>Completes when the stream has ended or broken; never fails.</summary>
    public Task Completion { get; }

    /// <summary>Completes, without failing, when all that has arrived has been handed on.</summary>
    public Task CaughtUp
    {
        get
        {
            lock (_gate)
            {
                return _waits ? Task.CompletedTask
                    : (_behind ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>The last line, cut and with control characters replaced; empty where there is none.</summary>
    public string LastLine()
    {
        byte[] kept;
        lock (_gate)
        {
            kept = _kept;
        }

        string text = Encoding.UTF8.GetString(kept).TrimEnd();
        string line = text[(text.LastIndexOf('\n') + 1)..];
        return string.Concat(line.EnumerateRunes().Take(300).Select(rune => Rune.IsControl(rune) ? "\uFFFD" : rune.ToString()));
    }

    /// <summary>What was written before the first call, at most 4 KiB; once.</summary>
    public byte[] TakeEarly()
    {
        lock (_gate)
        {
            byte[] early = _early;
            _early = [];
            return early;
        }
    }

    private async Task RunAsync()
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            while (await ReadAsync(buffer) is > 0 and var count)
            {
                ReadOnlyMemory<byte> bytes = buffer.AsMemory(0, count);
                IMcpListener? listener = _connection.Only;
                Keep(bytes.Span, early: listener is null);
                if (listener is not null)
                {
                    await listener.ErrorAsync(bytes);
                }
            }
        }
        catch (Exception e) when (e is WireException or IOException or ObjectDisposedException)
        {
            // The stream broke; the process's own end says why.
        }
        finally
        {
            Wait(true);
        }
    }

    private async ValueTask<int> ReadAsync(byte[] buffer)
    {
        ValueTask<int> reading = _source.ReadAsync(buffer);
        if (reading.IsCompleted)
        {
            return await reading;
        }

        Wait(true);
        int count = await reading;
        Wait(false);
        return count;
    }

    private void Wait(bool waits)
    {
        lock (_gate)
        {
            _waits = waits;
            if (waits)
            {
                _behind?.TrySetResult();
                _behind = null;
            }
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes, bool early)
    {
        lock (_gate)
        {
            _kept = [.. _kept, .. bytes];
            _kept = _kept.Length > KeptBytes ? _kept[^KeptBytes..] : _kept;
            _early = early ? _kept : _early;
        }
    }
}
