using SkillHost.Policies;

namespace SkillHost.Egress;

/// <summary>Counts what one call uses of the network, and says when that is all it may.</summary>
internal sealed class EgressLedger(EgressLimits limits)
{
    private const int MostLines = 64;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _reached = [];
    private readonly HashSet<string> _denied = [];
    private int _open;
    private int _total;
    private long _sent;
    private long _received;

    /// <summary>One connection more; null, or why it may not be.</summary>
    public string? Open()
    {
        lock (_lock)
        {
            if (_total >= limits.ConnectionsPerCall)
            {
                return $"{limits.ConnectionsPerCall} connections are all that one call may make";
            }

            if (_open >= limits.Connections)
            {
                return $"{limits.Connections} connections at once are all that one call may have";
            }

            _total++;
            _open++;
            return null;
        }
    }

    /// <summary>One connection less.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _open--;
        }
    }

    /// <summary>Bytes that are about to go out. Throws <see cref="EgressDeniedException"/> when they are too many.</summary>
    public void Send(int bytes) => Count(ref _sent, bytes);

    /// <summary>Bytes that have come in. Throws likewise.</summary>
    public void Receive(int bytes) => Count(ref _received, bytes);

    /// <summary>A connection was made.</summary>
    public void Reach(string host) => Add(_reached, host);

    /// <summary>A connection was denied or cut.</summary>
    public void Deny(string host, string reason) => Add(_denied, $"{host}: {reason}");

    /// <summary>Everything so far.</summary>
    public EgressReport Report()
    {
        lock (_lock)
        {
            return new EgressReport(
                [.. _reached.Order(StringComparer.Ordinal)], [.. _denied.Order(StringComparer.Ordinal)], _sent, _received);
        }
    }

    private void Count(ref long counter, int bytes)
    {
        lock (_lock)
        {
            if (_sent + _received + bytes > limits.Bytes)
            {
                throw new EgressDeniedException($"{limits.Bytes} bytes are all that one call may send and receive");
            }

            counter += bytes;
        }
    }

    private void Add(HashSet<string> lines, string line)
    {
        lock (_lock)
        {
            if (lines.Count < MostLines)
            {
                lines.Add(line);
            }
        }
    }
}
