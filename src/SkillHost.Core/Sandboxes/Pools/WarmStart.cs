namespace SkillHost.Sandboxes.Pools;

/// <summary>A container on its way to a pool. A call that finds the pool empty may claim it.</summary>
internal sealed class WarmStart(WarmPool pool, Place place)
{
    /// <summary>The pool it is for.</summary>
    public WarmPool Pool { get; } = pool;

    /// <summary>Room for it.</summary>
    public Place Place { get; } = place;

    /// <summary>Whether a call waits for it.</summary>
    public bool Claimed { get; set; }

    /// <summary>Completes with the container, or with null when it could not be started.</summary>
    public TaskCompletionSource<WaitingSandbox?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
