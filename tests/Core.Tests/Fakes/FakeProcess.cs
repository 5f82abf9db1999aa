using System.Text;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>A process as the program in a fake container sees it.</summary>
internal sealed class FakeProcess(
    FakeContainer container, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment) : IDisposable
{
    private readonly CancellationTokenSource _killed = new();

    public FakeContainer Container => container;

    public IReadOnlyList<string> Arguments => arguments;

    public IReadOnlyDictionary<string, string> Environment => environment;

    public string WorkingDirectory { get; init; } = "/";

    public TimeSpan Deadline { get; init; }

    public required MuxStream Input { get; init; }

    public required MuxStream Output { get; init; }

    public required MuxStream Error { get; init; }

    public MuxStream? Progress { get; init; }

    /// <summary>Opens a channel of process 1's own, which begins as a connection to the entry of that number.</summary>
    public required Func<uint, Task<MuxStream>> ConnectAsync { get; init; }

    /// <summary>Cancelled when process 1 was told to kill it.</summary>
    public CancellationToken Killed => _killed.Token;

    /// <summary>The exit it reports when killed.</summary>
    public static ProcessExit KilledExit { get; } = new() { Signal = 9, CpuMicroseconds = 7000, PeakMemoryBytes = 9 << 20 };

    public void Kill() => _killed.Cancel();

    public void Dispose() => _killed.Dispose();

    public async Task<byte[]> ReadInputAsync()
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[4096];
        while (await Input.ReadAsync(buffer) is > 0 and var count)
        {
            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    public ValueTask PrintAsync(string text) => Output.WriteAsync(Encoding.UTF8.GetBytes(text));

    public ValueTask PrintErrorAsync(string text) => Error.WriteAsync(Encoding.UTF8.GetBytes(text));

    public ValueTask ReportAsync(string line) => Progress?.WriteAsync(Encoding.UTF8.GetBytes(line)) ?? ValueTask.CompletedTask;

    /// <summary>Runs until killed.</summary>
    public async Task<ProcessExit> HangAsync()
    {
        await Task.Delay(Timeout.Infinite, Killed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return KilledExit;
    }

    public static ProcessExit Exit(int code) => new() { ExitCode = code, CpuMicroseconds = 1500, PeakMemoryBytes = 3 << 20 };
}
