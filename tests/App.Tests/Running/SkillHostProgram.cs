using System.Diagnostics;

namespace SkillHost.App.Tests.Running;

/// <summary>Starts the program as its users do: a process of its own, with pipes for streams.</summary>
internal static class SkillHostProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The program as users have it, compiled ahead, which test.sh names; without that the one built with these tests.</summary>
    public static string File { get; } =
        Environment.GetEnvironmentVariable("TESTED_SKILLHOST") ?? Path.Combine(AppContext.BaseDirectory, "skillhost.dll");

    /// <summary>Runs to the end with an empty standard input.</summary>
    public static Task<ProgramResult> RunAsync(string folder, params string[] arguments) => RunAsync(folder, "", arguments);

    /// <summary>Runs to the end with <paramref name="input"/> as standard input.</summary>
    public static async Task<ProgramResult> RunAsync(string folder, string input, string[] arguments, params string[] environment)
    {
        using Process process = Start(folder, arguments, environment);
        return await EndAsync(process, input);
    }

    /// <summary>Starts it with <paramref name="environment"/> (<c>NAME=VALUE</c>) on top of a clean one.</summary>
    public static Process Start(string folder, string[] arguments, params string[] environment)
    {
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(File);
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach (string name in start.Environment.Keys.Where(n => n.StartsWith("SKILLHOST_", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (string[] pair in environment.Select(e => e.Split('=', 2)))
        {
            start.Environment[pair[0]] = pair[1];
        }

        return Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started");
    }

    /// <summary>Waits for the end; kills what runs longer than five minutes.</summary>
    public static async Task<ProgramResult> EndAsync(Process process, string input)
    {
        using CancellationTokenSource limit = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new ProgramResult(process.ExitCode, await output, await error);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
