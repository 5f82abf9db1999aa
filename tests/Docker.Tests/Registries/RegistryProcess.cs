using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SkillHost.Docker.Tests.Registries;

/// <summary>A registry of this test run alone, on a loopback port; Debian's program.</summary>
internal sealed class RegistryProcess : IAsyncDisposable
{
    /// <summary>The one user of a registry that asks for one.</summary>
    public const string User = "someone";

    /// <summary>That user's password; a colon belongs to it.</summary>
    public const string Password = "pass:word";

    private const string Program = "/usr/bin/docker-registry";

    private const string PasswordHash = "$2b$04$0e7hcaD962hOtNnUQ3yhDe7wTZ2.CrKxwec2Kmt9sfdz6Y8G73jYS";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private RegistryProcess(DirectoryInfo folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        Address = $"127.0.0.1:{port}";
    }

    /// <summary>Such as <c>127.0.0.1:34567</c>; engines take registries on loopback without TLS.</summary>
    public string Address { get; }

    /// <summary>Starts one, or skips the test with the reason.</summary>
    public static async Task<RegistryProcess> StartAsync(bool withUser = false)
    {
        bool canInstall = Environment.IsPrivilegedProcess && File.Exists("/etc/debian_version");
        if (!File.Exists(Program) && canInstall)
        {
            await InstallAsync();
        }

        Skip.IfNot(File.Exists(Program), $"{Program} is missing; apt-get install docker-registry brings it");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("skillhost-registry-");
        int port = FreePort();
        string passwords = Path.Combine(folder.FullName, "users");
        await File.WriteAllTextAsync(passwords, $"{User}:{PasswordHash}\n");
        string configuration = Path.Combine(folder.FullName, "config.yml");
        await File.WriteAllTextAsync(configuration, $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: {{folder.FullName}}/data } }
            http: { addr: 127.0.0.1:{{port}} }
            {{(withUser ? $"auth: {{ htpasswd: {{ realm: test, path: {passwords} }} }}" : "")}}
            """);
        ProcessStartInfo start = new(Program, ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        RegistryProcess registry = new(folder, process, port);
        await registry.WaitAsync();
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task WaitAsync()
    {
        using HttpClient http = new();
        using CancellationTokenSource deadline = new(Patience);
        while (true)
        {
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://{Address}/v2/"), deadline.Token);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(20, deadline.Token);
            }
        }
    }

    private static async Task InstallAsync()
    {
        ProcessStartInfo start = new("apt-get", ["install", "-y", "--no-install-recommends", "docker-registry"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("apt-get did not start");
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
