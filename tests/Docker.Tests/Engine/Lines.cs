using System.Collections.Concurrent;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>Collects progress in the order in which it is reported.</summary>
internal sealed class Lines : IProgress<string>
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Awaited { get; init; } = "";

    public IReadOnlyCollection<string> All => _lines;

    /// <summary>Ends when a line with <see cref="Awaited"/> has come.</summary>
    public Task<string> Seen => _first.Task;

    public void Report(string value)
    {
        _lines.Enqueue(value);
        if (Awaited.Length > 0 && value.Contains(Awaited, StringComparison.Ordinal))
        {
            _first.TrySetResult(value);
        }
    }
}
