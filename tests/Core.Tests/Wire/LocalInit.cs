using System.Diagnostics;
using SkillHost.Wire;

namespace SkillHost.Tests.Wire;

/// <summary>Process 1 as an ordinary child of the test, over two pipes. Built when it is missing.</summary>
public sealed class LocalInit : IAsyncDisposable
{
    private static readonly Lazy<string> _program = new(Build);

    private readonly Process _process;

    public LocalInit(params string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!; // null only for a shell start
        Transport = new PipePairStream(_process.StandardOutput.BaseStream, _process.StandardInput.BaseStream);
        LastWord = _process.StandardError.ReadToEndAsync();
        Connection = new Lazy<InitConnection>(() => new InitConnection(Transport));
    }

    public static string Program => _program.Value;

    public int ProcessId => _process.Id;

    public Stream Transport { get; }

    /// <summary>Made on first use; a test of raw bytes never makes one.</summary>
    public Lazy<InitConnection> Connection { get; }

    public Task<string> LastWord { get; }

    public Task ExitedAsync() => _process.WaitForExitAsync();

    public async ValueTask DisposeAsync()
    {
        if (Connection.IsValueCreated)
        {
            await Connection.Value.DisposeAsync();
        }

        await Transport.DisposeAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Runs the build, which does nothing when nothing changed.</summary>
    public static string Build()
    {
        var script = Path.Combine(TestPlaces.Root, "eng", "build-init.sh");
        using var build = Process.Start(new ProcessStartInfo(script) { RedirectStandardError = true })!; // null only for a shell start
        var error = build.StandardError.ReadToEnd();
        build.WaitForExit();
        return build.ExitCode == 0
            ? Directory.GetFiles(Path.Combine(TestPlaces.Root, "artifacts", "init"), "skillhost-init", SearchOption.AllDirectories).Single()
            : throw new InvalidOperationException($"eng/build-init.sh failed: {error}");
    }
}
