using SkillHost.Wire.Multiplexing;

namespace SkillHost.Sandboxes;

/// <summary>
/// Who takes a sandbox's connections just now: the call under way. Where none is, a connection is reset.
/// </summary>
internal sealed class ConnectionTakers
{
    private volatile IConnectionTaker? _taker;

    /// <summary>Until what this gives is disposed.</summary>
    public IDisposable Add(IConnectionTaker taker)
    {
        _taker = taker;
        return new Turn(this, taker);
    }

    public void Connected(uint entry, MuxStream stream)
    {
        if (_taker is { } taker)
        {
            taker.Connected(entry, stream);
        }
        else
        {
            stream.Dispose();
        }
    }

    public void NameRefused(string name) => _taker?.NameRefused(name);

    private sealed class Turn(ConnectionTakers owner, IConnectionTaker taker) : IDisposable
    {
#pragma warning disable CS0420 // Compared and exchanged as a whole.
        public void Dispose() => Interlocked.CompareExchange(ref owner._taker, null, taker);
#pragma warning restore CS0420
    }
}
