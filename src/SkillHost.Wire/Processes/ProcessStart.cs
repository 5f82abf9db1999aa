namespace SkillHost.Wire.Processes;

/// <summary>A process to start inside a container.</summary>
public sealed record ProcessStart
{
    /// <summary>Program and arguments. A program without a slash is looked up along <c>PATH</c> of <see cref="Environment"/>.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment; nothing is inherited.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute working directory. Default <c>/</c>.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>
    /// Time after which process 1 kills the whole tree by itself, should the host not; zero for none. The host keeps its own clock.
    /// </summary>
    public TimeSpan Deadline { get; init; }

    /// <summary>Whether a pipe is opened on file descriptor 3 for progress lines. Default no.</summary>
    public bool Progress { get; init; }

    /// <summary>
    /// Standard input sent together with the start, before process 1 has answered: at most 64 KiB. More can be written afterwards.
    /// </summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Whether standard input ends after <see cref="Input"/>. Default no.</summary>
    public bool EndInput { get; init; }

    /// <summary>Files it finds when it starts, and whether it may leave some; null for neither.</summary>
    public FileDelivery? Files { get; init; }
}
