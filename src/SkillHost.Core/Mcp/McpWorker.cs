using SkillHost.Sandboxes;
using SkillHost.Wire.Processes;

namespace SkillHost.Mcp;

/// <summary>A server in a container that has been greeted and has listed its tools. Any number of calls may be under way.</summary>
public sealed class McpWorker : IPrepared
{
    private readonly WorkerErrors _errors;

    internal McpWorker(IRemoteProcess process, McpLimits limits, Func<Stream, Stream> guard)
    {
        Process = process;
        Connection = new McpConnection(process.Input, process.Output, limits);
        _errors = new WorkerErrors(guard(process.Error), Connection);
    }

    /// <summary>The server's process.</summary>
    public IRemoteProcess Process { get; }

    /// <summary>The connection to it.</summary>
    public McpConnection Connection { get; }

    /// <inheritdoc />
    public Task Ended => Connection.Completion;

    /// <summary>Its tools, as last listed.</summary>
    public McpTools Tools { get; private set; } = new([], "");

    /// <summary>Completes, without failing, when all of its standard error is read.</summary>
    public Task ErrorsRead => _errors.Completion;

    /// <summary>Completes, without failing, when all of its standard error that has arrived has reached whoever listens.</summary>
    public Task ErrorsCaughtUp => _errors.CaughtUp;

    /// <summary>The last line of its standard error, fit to be shown; empty where there is none.</summary>
    public string LastErrorLine => _errors.LastLine();

    /// <summary>What it wrote to standard error before its first call, at most 4 KiB; empty the second time.</summary>
    public ReadOnlyMemory<byte> TakeEarlyErrors() => _errors.TakeEarly();

    /// <summary>Lists its tools. Throws <see cref="McpException"/>.</summary>
    public async Task ListToolsAsync(CancellationToken cancellationToken) =>
        Tools = await Connection.ListToolsAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Process.DisposeAsync();
        await _errors.Completion;
    }
}
