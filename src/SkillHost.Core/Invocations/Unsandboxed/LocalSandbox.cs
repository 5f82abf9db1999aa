using System.ComponentModel;
using System.Diagnostics;
using SkillHost.Sandboxes;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations.Unsandboxed;

/// <summary>
/// No sandbox at all: what is started is a child process of the host, as the host's own user. It stands where a container would, so that a
/// function is asked and judged the same way.
/// </summary>
internal sealed class LocalSandbox : ISandbox
{
    private const string NewSession = "/usr/bin/setsid";
    private readonly string _temporary = Directory.CreateTempSubdirectory("skillhost-call-").FullName;
    private readonly TaskCompletionSource<SandboxEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LocalProcess? _process;

    /// <inheritdoc />
    public Task<SandboxEnd> Ended => _ended.Task;

    /// <inheritdoc />
    public IPrepared? Prepared => null;

    /// <summary>Its connections are the machine's own: there are none to take.</summary>
    public IDisposable TakeConnections(IConnectionTaker taker) => throw new NotSupportedException("there is no sandbox");

    /// <inheritdoc />
    public async Task<IRemoteProcess> StartAsync(ProcessStart start, CancellationToken cancellationToken)
    {
        string program = ProgramFinder.Find(start)
            ?? throw new SandboxException(SandboxFailure.CannotStart, $"{start.Arguments[0]} is not a program of this machine");
        bool leads = OperatingSystem.IsLinux() && File.Exists(NewSession);
        try
        {
#pragma warning disable RS0030 // Here and nowhere else: a skill that the operator of a development machine runs outside a container.
            string[] words = [.. start.Arguments.Skip(1)];
            ProcessStartInfo info = new(leads ? NewSession : program, leads ? [program, .. words] : words)
            {
                WorkingDirectory = start.WorkingDirectory,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            info.Environment.Clear();
            foreach ((string name, string value) in start.Environment)
            {
                info.Environment[name] = name is "HOME" or "TMPDIR" or "TEMP" or "TMP" ? _temporary : value;
            }

            _process = new LocalProcess(Process.Start(info)!, leads); // Null only where a shell is used, which it is not.
#pragma warning restore RS0030
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new SandboxException(SandboxFailure.CannotStart, "its program could not be started", e);
        }

        await FeedAsync(_process, start);
        return _process;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        try
        {
            Directory.Delete(_temporary, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed by an earlier disposal, or still written to by what a killed process left.
        }

        _ended.TrySetResult(new SandboxEnd(OutOfMemory: false, EngineLost: false, "its process was stopped"));
    }

    // What travels with a start fits a pipe, so that this does not wait for a reader.
    private static async Task FeedAsync(LocalProcess process, ProcessStart start)
    {
        try
        {
            await process.Input.WriteAsync(start.Input);
            if (start.EndInput)
            {
                await process.CompleteInputAsync(CancellationToken.None);
            }
        }
        catch (IOException)
        {
            // A process may end without reading its input.
        }
    }
}
