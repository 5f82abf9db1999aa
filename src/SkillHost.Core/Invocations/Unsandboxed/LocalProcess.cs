using System.Diagnostics;
using System.Runtime.InteropServices;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations.Unsandboxed;

/// <summary>A child process of the host, seen as a process in a container is. Disposing kills its tree.</summary>
internal sealed class LocalProcess : IRemoteProcess
{
    private const int Kill = 9;
    private readonly Process _process;
    private readonly int _group;
    private int _disposed;

    /// <summary>Takes over a started process; <paramref name="leadsGroup"/> where it leads a process group of its own.</summary>
    public LocalProcess(Process process, bool leadsGroup)
    {
        (_process, _group) = (process, leadsGroup ? process.Id : 0);
        Exited = WaitAsync();
    }

    /// <inheritdoc />
    public Stream Input => _process.StandardInput.BaseStream;

    /// <inheritdoc />
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <inheritdoc />
    public Stream Error => _process.StandardError.BaseStream;

    /// <inheritdoc />
    public Stream Progress => Stream.Null;

    /// <inheritdoc />
    public Stream Files => Stream.Null;

    /// <inheritdoc />
    public Task<ProcessExit> Exited { get; }

    /// <inheritdoc />
    public async ValueTask CompleteInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Input.DisposeAsync();
        }
        catch (IOException)
        {
            // It closed its input unread.
        }
    }

    /// <inheritdoc />
    public ValueTask SignalAsync(int signal, CancellationToken cancellationToken) => KillTreeAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask KillTreeAsync(CancellationToken cancellationToken)
    {
        // The number of a process that has ended may soon be another's.
        if (Exited.IsCompleted)
        {
            return ValueTask.CompletedTask;
        }

        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // Gone already, or going.
        }

        KillGroup();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await KillTreeAsync(CancellationToken.None);
            await Exited;
            _process.Dispose();
        }
    }

    private async Task<ProcessExit> WaitAsync()
    {
        await _process.WaitForExitAsync();
        int code = _process.ExitCode;

        // Whatever it left running would hold its output open, and outlive the call.
        KillGroup();
        return new ProcessExit { ExitCode = code };
    }

    // Those whose parent has died are no longer found from the process itself, but they are in its group still.
    private void KillGroup()
    {
        if (_group > 0)
        {
            _ = kill(-_group, Kill);
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
}
