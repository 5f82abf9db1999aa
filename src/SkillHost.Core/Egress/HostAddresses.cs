using System.Net;
using System.Net.Sockets;
using SkillHost.Policies;

namespace SkillHost.Egress;

/// <summary>
/// The judged addresses of the hosts that one call has reached: a name that changes its answer changes nothing for the call.
/// </summary>
internal sealed class HostAddresses(HostDialer dialer, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IReadOnlyList<IPAddress>> _known = new(StringComparer.Ordinal);

    /// <summary>A connection to <paramref name="host"/>. Throws <see cref="EgressDeniedException"/>.</summary>
    public async Task<Socket> DialAsync(EgressEntry entry, string host, EgressLimits limits, CancellationToken cancellationToken)
    {
        // What was read may have come on the thread that carries the whole stream: a resolver must not hold it.
        await Task.Yield();
        IReadOnlyList<IPAddress> found = await ResolveAsync(entry, host, limits, cancellationToken);
        return await dialer.DialAsync(found, entry.Port, limits, cancellationToken);
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(
        EgressEntry entry, string host, EgressLimits limits, CancellationToken cancellationToken)
    {
        // An entry brings its own exceptions, so that an answer judged for one does not hold for another.
        string key = $"{entry} {host}";
        lock (_lock)
        {
            if (_known.TryGetValue(key, out IReadOnlyList<IPAddress>? known))
            {
                return known;
            }
        }

        using CancellationTokenSource deadline = new(limits.ConnectTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            IReadOnlyList<IPAddress> found = await dialer.ResolveAsync(entry, host, either.Token).WaitAsync(either.Token);
            lock (_lock)
            {
                return _known.TryAdd(key, found) ? found : _known[key];
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EgressDeniedException($"its name did not resolve within {limits.ConnectTimeout.TotalSeconds:0.###} s", e);
        }
    }
}
