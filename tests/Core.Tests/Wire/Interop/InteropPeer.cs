using System.Diagnostics;

namespace SkillHost.Tests.Wire.Interop;

/// <summary>A yamux implementation that is not ours, in a process of its own. Installed once under artifacts/.</summary>
public sealed class InteropPeer : IAsyncDisposable
{
    internal const string Package = "@chainsafe/libp2p-yamux@7.0.4";

    private static readonly Lazy<(string? Folder, string? Missing)> _installed = new(Install);

    private readonly Process _process;

    private InteropPeer(Process process)
    {
        _process = process;
        Transport = new PipePairStream(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        Errors = process.StandardError.ReadToEndAsync();
    }

    public Stream Transport { get; }

    public Task<string> Errors { get; }

    /// <summary>Starts it, or skips the test with what is missing.</summary>
    public static InteropPeer Start(params string[] arguments)
    {
        var (folder, missing) = _installed.Value;
        Skip.If(folder is null, missing);
        var start = new ProcessStartInfo("node", ["peer.mjs", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new InteropPeer(Process.Start(start)!); // null only for a shell start
    }

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static (string? Folder, string? Missing) Install()
    {
        var folder = Path.Combine(TestPlaces.Root, "artifacts", "npm-yamux");
        Directory.CreateDirectory(folder);
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules", "@chainsafe", "libp2p-yamux")))
            {
                File.WriteAllText(Path.Combine(folder, "package.json"), """{"private":true,"type":"module"}""");
                string[] arguments = ["install", "--no-audit", "--no-fund", "--ignore-scripts", Package];
                using var npm = Process.Start(new ProcessStartInfo("npm", arguments)
                {
                    WorkingDirectory = folder,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!; // null only for a shell start
                var error = npm.StandardError.ReadToEnd();
                npm.WaitForExit();
                if (npm.ExitCode != 0)
                {
                    return (null, $"npm could not install {Package}: {error}");
                }
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, "npm and node are not installed");
        }

        var peer = Path.Combine(TestPlaces.Root, "tests", "Core.Tests", "Wire", "Interop", "peer.mjs");
        File.Copy(peer, Path.Combine(folder, "peer.mjs"), overwrite: true);
        return (folder, null);
    }
}
