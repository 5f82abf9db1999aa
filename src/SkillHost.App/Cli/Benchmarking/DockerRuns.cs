using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using SkillHost.Containers;

namespace SkillHost.App.Cli.Benchmarking;

/// <summary>Runs a function's process as <c>docker run --rm</c> does, with the flags of a call, and measures it.</summary>
internal sealed class DockerRuns(IContainerEngine engine, TimeProvider time)
{
    /// <summary>
    /// Milliseconds from start to end of the program <c>docker</c> with these words; null where there is no such program, or it fails.
    /// </summary>
    public async Task<double?> ByProgramAsync(IReadOnlyList<string> words, string input, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // Here and nowhere else: the program that people would use instead is what is measured.
        ProcessStartInfo start = new(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        long begun = time.GetTimestamp();
        try
        {
            using Process process = Process.Start(start)!; // Null only where the shell is used, which it is not.
#pragma warning restore RS0030
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await WriteAsync(process.StandardInput, input);
            await Task.WhenAll(output, error);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? time.GetElapsedTime(begun).TotalMilliseconds : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The same by the requests that the program would make: create, attach, start, read to the end, removal by the engine.</summary>
    public async Task<double?> ByRequestsAsync(ContainerSpec spec, string input, CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        string id = await engine.CreateAsync(spec with { Name = $"skillhost-bench-{Guid.NewGuid():n}" }, cancellationToken);
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
        finally
        {
            await engine.RemoveAsync(id, CancellationToken.None);
        }
    }

    private static async Task WriteAsync(StreamWriter standardInput, string input)
    {
        try
        {
            await standardInput.WriteAsync(input);
            standardInput.Close();
        }
        catch (IOException)
        {
            // It may end without reading.
        }
    }
}
