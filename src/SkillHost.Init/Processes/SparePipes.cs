namespace SkillHost.Init.Processes;

/// <summary>The pipes of the next process, opened while nobody waits for them.</summary>
internal sealed class SparePipes
{
    private ChildPipes _pipes;
    private bool _open;

    /// <summary>Opens them, if they can be; a start opens its own otherwise.</summary>
    public void MakeReady() => _open = ChildPipes.Open(out _pipes) == 0;

    /// <summary>Gives them out, or others; 0 or the error, after which none is open.</summary>
    public int Take(bool progress, out ChildPipes pipes)
    {
        pipes = _pipes;
        var error = _open ? 0 : ChildPipes.Open(out pipes);
        _open = false;
        return error == 0 && progress ? pipes.OpenProgress() : error;
    }
}
