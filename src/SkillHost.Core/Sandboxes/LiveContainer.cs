namespace SkillHost.Sandboxes;

/// <summary>A container this host has made or is making, until it is certainly gone.</summary>
internal sealed class LiveContainer(string name, uint userId, long expiresAt)
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _destroyed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Name on the engine.</summary>
    public string Name { get; } = name;

    /// <summary>User id it runs as.</summary>
    public uint UserId { get; } = userId;

    /// <summary>When something has gone wrong if it still exists, in the clock's own ticks.</summary>
    public long ExpiresAt { get; set; } = expiresAt;

    /// <summary>Id on the engine, once known.</summary>
    public string? Id { get; set; }

    /// <summary>Whether the engine told of a want of memory in it.</summary>
    public bool OutOfMemory { get; private set; }

    /// <summary>Whether this host has begun to remove it.</summary>
    public bool Removing { get; set; }

    /// <summary>Completes when nothing more is asked of the engine to make it; only then can it be removed for good.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Completes when the engine tells that its process 1 has died.</summary>
    public Task Died => _died.Task;

    /// <summary>Completes when the engine tells that it has removed it.</summary>
    public Task Destroyed => _destroyed.Task;

    /// <summary>Completes when its user id and its place are free again.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Nothing of it is left.</summary>
    public void Leave() => _gone.TrySetResult();

    /// <summary>Its making has ended, well or badly.</summary>
    public void Settle() => _settled.TrySetResult();

    /// <summary>What the engine tells of it.</summary>
    public void Note(string action)
    {
        if (action == "oom")
        {
            OutOfMemory = true;
        }
        else if (action is "die" or "destroy")
        {
            _died.TrySetResult();
            _ = action == "destroy" && _destroyed.TrySetResult();
        }
    }
}
