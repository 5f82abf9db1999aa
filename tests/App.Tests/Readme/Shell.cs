using System.Diagnostics;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Readme;

/// <summary>Runs the scripts that documents show.</summary>
internal static class Shell
{
    /// <summary>Runs <paramref name="script"/> with Bash in <paramref name="folder"/>, to the end or its first failure.</summary>
    public static async Task<ProgramResult> RunAsync(string folder, string script)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $"set -euo pipefail\n{script}\n");
            ProcessStartInfo start = new("bash", [file])
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started");
            return await SkillHostProgram.EndAsync(process, "");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
