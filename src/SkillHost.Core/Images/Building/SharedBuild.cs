namespace SkillHost.Images.Building;

/// <summary>One build that several calls wait for. It is given up when the last of them has.</summary>
internal sealed class SharedBuild
{
    private readonly Lock _gate = new();
    private readonly Func<CancellationToken, Task<BuiltSkill>> _build;
    private CancellationTokenSource? _stop;
    private Task<BuiltSkill>? _task;
    private int _waiting;
    private bool _givenUp;

    /// <summary>Prepares one; it begins with the first to wait.</summary>
    public SharedBuild(object key, Func<CancellationToken, Task<BuiltSkill>> build)
    {
        Key = key;
        _build = build;
    }

    /// <summary>What is built: the very skill.</summary>
    public object Key { get; }

    /// <summary>The result, if it has come and lasts; the hot path.</summary>
    public ImageBuildReport? Result => _task is { IsCompletedSuccessfully: true } done ? done.Result.Report : null;

    /// <summary>Whether another should take its place: it failed, was given up, or came to nothing lasting.</summary>
    public bool IsSpent =>
        _givenUp || _task is { IsCompleted: true, IsCompletedSuccessfully: false } || Result is { Image: null } && !Lasts;

    private bool Lasts => _task is { IsCompletedSuccessfully: true } done && done.Result.Lasting;

    /// <summary>Waits for it.</summary>
    public async Task<ImageBuildReport> WaitAsync(CancellationToken cancellationToken)
    {
        Task<BuiltSkill> task;
        lock (_gate)
        {
            _waiting++;
            task = _task ??= Task.Run(RunAsync, CancellationToken.None);
        }

        try
        {
            return (await task.WaitAsync(cancellationToken)).Report;
        }
        finally
        {
            lock (_gate)
            {
                if (--_waiting == 0 && !task.IsCompleted)
                {
                    _givenUp = true;
                    _stop?.Cancel();
                }
            }
        }
    }

    private async Task<BuiltSkill> RunAsync()
    {
        using var stop = new CancellationTokenSource();
        lock (_gate)
        {
            _stop = stop;
            if (_givenUp)
            {
                stop.Cancel();
            }
        }

        try
        {
            return await _build(stop.Token);
        }
        finally
        {
            lock (_gate)
            {
                _stop = null;
            }
        }
    }
}
