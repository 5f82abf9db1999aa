namespace SkillHost.Sandboxes;

/// <summary>
/// A place among the calls that may run at once. Given back when every holder has disposed: the call, and its container once it is gone.
/// </summary>
public sealed class Place : IDisposable
{
    private readonly Action _release;
    private readonly Place? _owner;
    private int _holders = 1;
    private int _disposed;

    internal Place(Action release) => _release = release;

    private Place(Place owner)
    {
        _owner = owner;
        _release = owner.Drop;
    }

    /// <summary>Another holder of the same place.</summary>
    internal Place Share()
    {
        Place first = _owner ?? this;
        Interlocked.Increment(ref first._holders);
        return new Place(first);
    }

    /// <summary>Lets go; more than once is harmless.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Drop();
        }
    }

    private void Drop()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _release();
        }
    }
}
