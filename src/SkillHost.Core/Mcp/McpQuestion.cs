namespace SkillHost.Mcp;

/// <summary>Something asked of a server, until it answers.</summary>
internal sealed class McpQuestion(long id, IMcpListener? listener, long linesBefore)
{
    private readonly TaskCompletionSource<McpReply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its number.</summary>
    public long Id => id;

    /// <summary>Lines that the server had written before it was asked.</summary>
    public long LinesBefore => linesBefore;

    /// <summary>Who is told of progress, or null.</summary>
    public IMcpListener? Listener => listener;

    /// <summary>The answer; fails with <see cref="McpException"/>.</summary>
    public Task<McpReply> Answer => _answer.Task;

    /// <summary>The server has answered.</summary>
    public void Complete(McpReply reply) => _answer.TrySetResult(reply);

    /// <summary>It never will.</summary>
    public void Fail(McpException failure)
    {
        _answer.TrySetException(failure);
        _ = _answer.Task.Exception;
    }
}
