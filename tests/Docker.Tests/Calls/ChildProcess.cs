using System.Diagnostics;

namespace SkillHost.Docker.Tests.Calls;

/// <summary>A host in a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Starts it, with a bound on its managed heap where one is given, and waits until its calls run.</summary>
    public static async Task<ChildProcess> StartAsync(
        string state, int calls, IReadOnlyDictionary<string, string?> settings, int? heap = null)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        if (heap is { } bytes)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{bytes:x}";
        }

        string[] arguments = ["exec", typeof(ChildHost).Assembly.Location, state, calls.ToString((IFormatProvider?)null),
            .. settings.Select(pair => $"{pair.Key}={pair.Value}")];
        Array.ForEach(arguments, start.ArgumentList.Add);
        ChildProcess child = new(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start"));
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(120));
        string? line = await child._process.StandardOutput.ReadLineAsync(deadline.Token);
        Assert.True(
            line == ChildHost.Running, $"{line} {(line is null ? await child._process.StandardError.ReadToEndAsync(deadline.Token) : "")}");
        return child;
    }

    /// <summary>The next line it prints; null where it ended instead.</summary>
    public async Task<string?> ReadLineAsync()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(120));
        return await _process.StandardOutput.ReadLineAsync(deadline.Token);
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; gives the exit code and the rest of its output.</summary>
    public async Task<(int ExitCode, string Output)> TerminateAsync()
    {
        using (Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        string output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, output);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
