using Microsoft.Extensions.Logging;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Wire;
using SkillHost.Wire.Multiplexing;

namespace SkillHost.Egress;

/// <summary>The network of one call: takes every connection its container makes, and decides.</summary>
internal sealed partial class CallEgress : IConnectionTaker, IAsyncDisposable
{
    private const int LongestName = 253;

    private readonly EgressPolicy _policy;
    private readonly HostAddresses _addresses;
    private readonly EgressLedger _ledger;
    private readonly string _call;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IDisposable _turn;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];
    private bool _closed;

    /// <summary>Takes the connections of <paramref name="sandbox"/> until closed.</summary>
    public CallEgress(ISandbox sandbox, EgressPolicy policy, HostDialer dialer, string call, TimeProvider time, ILogger logger)
    {
        (_policy, _call, _time, _logger) = (policy, call, time, logger);
        _addresses = new HostAddresses(dialer, time);
        _ledger = new EgressLedger(policy.Limits);
        _turn = sandbox.TakeConnections(this);
    }

    /// <inheritdoc />
    public void Connected(uint entry, MuxStream stream)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                Task running = Task.Run(() => RunAsync(entry, stream));
                _running.Add(running);
                _ = running.ContinueWith(
                    Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                return;
            }
        }

        stream.Dispose();
    }

    /// <inheritdoc />
    public void NameRefused(string name)
    {
        // Process 1 says it, and a skill may say it for process 1: only what could be a name is shown.
        if (HostNames.TryRead(name, out string host) && host.Length <= LongestName)
        {
            _ledger.Deny(host, "it is not on the allow-list");
        }
    }

    /// <summary>Ends every connection; what was reached and what was not.</summary>
    public async Task<EgressReport> CloseAsync()
    {
        Task[] running;
        lock (_lock)
        {
            _closed = true;
            running = [.. _running];
        }

        _turn.Dispose();
        await _closing.CancelAsync();
        await Task.WhenAll(running);
        return _ledger.Report();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _closing.Dispose();
    }

    private void Forget(Task running)
    {
        lock (_lock)
        {
            _running.Remove(running);
        }
    }

    private async Task RunAsync(uint number, MuxStream stream)
    {
        await using MuxStream inside = stream;
        if (Find(number) is not { } target)
        {
            _ledger.Deny($"entry {number}", "there is no such entry");
            return;
        }

        string name = target.Entry?.ToString() ?? "proxy";
        if (_ledger.Open() is { } full)
        {
            _ledger.Deny(name, full);
            return;
        }

        try
        {
            await CarryAsync(target.Entry, inside);
        }
        finally
        {
            _ledger.Close();
        }
    }

    private async Task CarryAsync(EgressEntry? entry, MuxStream inside)
    {
        EgressConnection connection = new(_policy, _ledger, _addresses, inside, _time);
        using CancellationTokenSource late = new(_policy.Limits.ConnectionTime, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, late.Token);
        try
        {
            await (entry is null ? connection.RunProxyAsync(either.Token) : connection.RunAsync(entry, either.Token));
        }
        catch (EgressDeniedException e)
        {
            _ledger.Deny(connection.Target, e.Message);
            Log.Denied(_logger, connection.Target, e.Message, _call);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !_closing.IsCancellationRequested)
        {
            _ledger.Deny(connection.Target, $"{_policy.Limits.ConnectionTime.TotalSeconds:0.###} s are all that one connection may last");
        }
        catch (Exception e) when (e is OperationCanceledException or WireException or IOException or System.Net.Sockets.SocketException
            or ObjectDisposedException)
        {
            Log.Broken(_logger, connection.Target, _call, e);
        }
        catch (Exception e)
        {
            // The boundary: nothing that one connection does ends a call or the host.
            _ledger.Deny(connection.Target, "the host failed");
            Log.Failed(_logger, connection.Target, _call, e);
        }
    }

    /// <summary>What that number stands for: an entry, or the proxy (a target without one); null when it stands for nothing.</summary>
    private ConnectionTarget? Find(uint number)
    {
        if (number == ListenTables.ProxyNumber)
        {
            return _policy.HasWildcards ? new ConnectionTarget(null) : null;
        }

        // A wildcard has no address of its own: whoever says it was reached that way lies.
        long index = (long)number - ListenTables.NumberOf(0);
        return index < _policy.Entries.Count && !_policy.Entries[(int)index].IsWildcard
            ? new ConnectionTarget(_policy.Entries[(int)index])
            : null;
    }

    private sealed record ConnectionTarget(EgressEntry? Entry);

    private static partial class Log
    {
        [LoggerMessage(9101, LogLevel.Information, "{Host} was denied: {Reason}; call {InvocationId}")]
        public static partial void Denied(ILogger logger, string host, string reason, string invocationId);

        [LoggerMessage(9102, LogLevel.Debug, "The connection to {Host} broke off; call {InvocationId}")]
        public static partial void Broken(ILogger logger, string host, string invocationId, Exception exception);

        [LoggerMessage(9103, LogLevel.Error, "The connection to {Host} failed in the host; call {InvocationId}")]
        public static partial void Failed(ILogger logger, string host, string invocationId, Exception exception);
    }
}
