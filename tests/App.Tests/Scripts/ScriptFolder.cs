using System.Diagnostics;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Scripts;

/// <summary>
/// A copy of the scripts with next to nothing to build, and a <c>dotnet</c> that is a script of the test's; deleted at the end.
/// </summary>
internal sealed class ScriptFolder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public ScriptFolder(string dotnet)
    {
        Root = Directory.CreateTempSubdirectory("skillhost-scripts-").FullName;
        foreach (string file in (string[])["skillhost", "test.sh", "eng/common.sh", "eng/publish.props", "global.json",
            "Directory.Build.props", "Directory.Packages.props"])
        {
            Write(file, Repository.Read(file));
        }

        foreach (string script in (string[])["engine.sh", "base-image.sh", "build-init.sh", "dotnet-files.sh"])
        {
            Write($"eng/{script}", $"#!/bin/sh\necho {script} >>\"$(dirname \"$0\")/../calls\"\n");
        }

        Write("src/Program.cs", "one");
        Write("tests/Core.Tests/placeholder", "");
        Write("bin/dotnet", dotnet);
    }

    /// <summary>The copy's root; what the stand-ins were asked is in its file <c>calls</c>, a line each.</summary>
    public string Root { get; }

    /// <summary>What the stand-ins were asked so far.</summary>
    public string Calls => File.Exists(Path.Combine(Root, "calls")) ? File.ReadAllText(Path.Combine(Root, "calls")) : "";

    /// <summary>Writes a file that may be run.</summary>
    public void Write(string path, string text)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full) ?? Root);
        File.WriteAllText(full, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, (UnixFileMode)0b111_101_101);
        }
    }

    /// <summary>
    /// Runs a script of the copy, or one by its absolute path, in the folder <paramref name="from"/> (the copy's root when null).
    /// </summary>
    public Task<ProgramResult> RunAsync(string script, string[] arguments, string? from = null, params string[] environment) =>
        StartAsync(Path.Combine(Root, script), arguments, from ?? Root,
            [$"PATH={Path.Combine(Root, "bin")}:{Environment.GetEnvironmentVariable("PATH")}", .. environment]);

    /// <summary>Runs any script to its end.</summary>
    public static async Task<ProgramResult> StartAsync(string script, string[] arguments, string folder, string[] environment)
    {
        ProcessStartInfo start = new("bash") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(script);
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach (string name in (string[])["CI", "SKILLHOST_HOME", "SKILLHOST_NO_ENGINE_INSTALL"])
        {
            start.Environment.Remove(name);
        }

        foreach (string[] pair in environment.Select(e => e.Split('=', 2)))
        {
            start.Environment[pair[0]] = pair[1];
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started");
        using CancellationTokenSource limit = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new ProgramResult(process.ExitCode, await output, await error);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
