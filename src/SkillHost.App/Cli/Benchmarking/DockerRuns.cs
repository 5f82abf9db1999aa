using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using SkillHost.Containers;

namespace SkillHost.App.Cli.Benchmarking;

/// <summary>
/// Runs a function's process as <c>docker run --rm</c> does, with the flags of a call, and measures it. However a run ends, its
/// process and its container are gone.
/// </summary>
/// <param name="engine">Where the containers run.</param>
/// <param name="time">Measures.</param>
/// <param name="timeout">What the function's process gets; its container has two seconds more to come and to go.</param>
internal sealed class DockerRuns(IContainerEngine engine, TimeProvider time, TimeSpan timeout)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CleanUp = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Milliseconds from start to end of the program <c>docker</c> with these words; null where there is no such program, it fails, or
    /// it takes longer than it may.
    /// </summary>
    public Task<double?> ByProgramAsync(IReadOnlyList<string> words, string input, CancellationToken cancellationToken)
    {
        const string Run = "run";
        string name = NewName();
        string[] before = [.. words.TakeWhile(word => word != Run)];
        string[] named = [.. before, Run, $"--name={name}", .. words.Skip(before.Length + 1)];
        return LimitAsync(name, (begun, token) => StartAsync(named, input, begun, token), cancellationToken);
    }

    /// <summary>
    /// The same by the requests that the program would make: create, attach, start, read to the end, be removed.
    /// </summary>
    public Task<double?> ByRequestsAsync(ContainerSpec spec, string input, CancellationToken cancellationToken)
    {
        string name = NewName();
        return LimitAsync(name, (begun, token) => AskAsync(spec with { Name = name }, input, begun, token), cancellationToken);
    }

    private async Task<double?> LimitAsync(
        string name, Func<long, CancellationToken, Task<double?>> runAsync, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(timeout + Grace, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await runAsync(time.GetTimestamp(), either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            using CancellationTokenSource patience = new(CleanUp, time);
            await engine.RemoveAsync(name, patience.Token);
        }
    }

    private async Task<double?> StartAsync(string[] words, string input, long begun, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // Here and nowhere else: the program that people would use instead is what is measured.
        ProcessStartInfo start = new(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!; // Null only where the shell is used, which it is not.
#pragma warning restore RS0030
            return await EndAsync(process, input, cancellationToken) == 0 ? time.GetElapsedTime(begun).TotalMilliseconds : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task<int> EndAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await WriteAsync(process.StandardInput, input, cancellationToken);
            await Task.WhenAll(output, error);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private async Task<double?> AskAsync(ContainerSpec spec, string input, long begun, CancellationToken cancellationToken)
    {
        string id = await engine.CreateAsync(spec, cancellationToken);
        try
        {
            await using IContainerAttachment attachment = await engine.AttachAsync(id, cancellationToken);
            await engine.StartAsync(id, cancellationToken);
            await attachment.Duplex.WriteAsync(Encoding.UTF8.GetBytes(input), cancellationToken);
            await attachment.CompleteInputAsync(cancellationToken);
            await attachment.Duplex.CopyToAsync(Stream.Null, cancellationToken);
            while (await engine.FindAsync(id, cancellationToken) is not null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellationToken);
            }

            return time.GetElapsedTime(begun).TotalMilliseconds;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string NewName() => $"skillhost-bench-{Guid.NewGuid():n}";

    private static async Task WriteAsync(StreamWriter standardInput, string input, CancellationToken cancellationToken)
    {
        try
        {
            await standardInput.WriteAsync(input.AsMemory(), cancellationToken);
            standardInput.Close();
        }
        catch (IOException)
        {
            // It may end without reading.
        }
    }
}
