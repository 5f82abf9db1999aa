using SkillHost.Wire.Multiplexing;

namespace SkillHost.Sandboxes;

/// <summary>
/// Who takes a sandbox's connections just now. Where several calls share it, the one that began last does; where no call is under way,
/// nobody does, and the connection is reset.
/// </summary>
internal sealed class ConnectionTakers
{
    private readonly Lock _lock = new();
    private readonly List<IConnectionTaker> _takers = [];

    /// <summary>Until what this gives is disposed.</summary>
    public IDisposable Add(IConnectionTaker taker)
    {
        lock (_lock)
        {
            _takers.Add(taker);
        }

        return new Turn(this, taker);
    }

    public void Connected(uint entry, MuxStream stream)
    {
        if (Current() is { } taker)
        {
            taker.Connected(entry, stream);
        }
        else
        {
            stream.Dispose();
        }
    }

    public void NameRefused(string name) => Current()?.NameRefused(name);

    private IConnectionTaker? Current()
    {
        lock (_lock)
        {
            return _takers.Count == 0 ? null : _takers[^1];
        }
    }

    private sealed class Turn(ConnectionTakers owner, IConnectionTaker taker) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._lock)
            {
                owner._takers.Remove(taker);
            }
        }
    }
}
