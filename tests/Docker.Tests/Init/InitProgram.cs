using System.Diagnostics;

namespace SkillHost.Docker.Tests.Init;

/// <summary>The built process 1; made when it is missing or older than its source.</summary>
internal static class InitProgram
{
    private static readonly Lazy<string> _path = new(Build);

    public static string Path => _path.Value;

    private static string Build()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(root, "SkillHost.sln")))
        {
            root = System.IO.Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests lie outside the repository.");
        }

        var script = System.IO.Path.Combine(root, "eng", "build-init.sh");
        using var build = Process.Start(new ProcessStartInfo(script) { RedirectStandardError = true })!; // null only for a shell start
        var error = build.StandardError.ReadToEnd();
        build.WaitForExit();
        return build.ExitCode == 0
            ? Directory.GetFiles(System.IO.Path.Combine(root, "artifacts", "init"), "skillhost-init", SearchOption.AllDirectories).Single()
            : throw new InvalidOperationException($"eng/build-init.sh failed: {error}");
    }
}
