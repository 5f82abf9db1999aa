using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using SkillHost.Docker.Tests.Engine;
using SkillHost.Docker.Tests.Init;

namespace SkillHost.Docker.Tests.Faults;

/// <summary>An engine that a test may kill: with folders, a socket and a network of its own, and only the base image.</summary>
internal sealed class OwnEngine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skillhost-own-engine-");
    private readonly StringBuilder _errors = new();
    private Process? _process;
    private int _starts;

    private OwnEngine()
    {
    }

    public string Address => $"unix://{SocketPath}";

    private string SocketPath => Path.Combine(_folder.FullName, "docker.sock");

    /// <summary>Starts one, or skips the test with the reason.</summary>
    public static async Task<OwnEngine> StartNewAsync()
    {
        Skip.IfNot(
            Environment.IsPrivilegedProcess && File.Exists("/usr/bin/unshare") && File.Exists("/usr/sbin/dockerd") && RawEngine.Answers,
            "an engine of its own needs root, unshare and dockerd");
        OwnEngine engine = new();
        try
        {
            await engine.StartAsync();
            await engine.LoadAsync(EngineFixture.BaseImage);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, again after it was killed, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        _starts++;
        File.Delete(Path.Combine(_folder.FullName, "pid"));
        ProcessStartInfo start = new(
            "/usr/bin/unshare",
            ["--net", "/usr/sbin/dockerd", "--data-root", $"{_folder}/data", "--exec-root", $"{_folder}/exec", "--host", Address,
                "--pidfile", $"{_folder}/pid", "--bridge=none", "--iptables=false", "--ip6tables=false", "--log-level=fatal"])
        {
            RedirectStandardError = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start");
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
        using HttpClient client = Client(SocketPath);
        using CancellationTokenSource deadline = new(Patience);
        while (!await AnswersAsync(client, deadline.Token))
        {
            Skip.If(_process.HasExited && _starts == 1, "no second engine starts on this machine");
            Assert.False(_process.HasExited, _errors.ToString());
            await Task.Delay(50, deadline.Token);
        }
    }

    /// <summary>SIGKILL for it and its containerd; its containers and their keepers stay.</summary>
    public async Task KillAsync()
    {
        string file = $"{_folder}/exec/containerd/containerd.pid";
        int containerd = int.Parse(await File.ReadAllTextAsync(file), null);
        _process?.Kill();
        await EndAsync(containerd);
        await (_process?.WaitForExitAsync() ?? Task.CompletedTask);

        // The next one would take the number for that of a containerd to go on with.
        File.Delete(file);
    }

    private static async Task EndAsync(int process)
    {
        try
        {
            using Process left = Process.GetProcessById(process);
            left.Kill();
            await left.WaitForExitAsync();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It went by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            // SIGTERM: it unmounts what it has mounted, and ends what it has started.
            using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            using CancellationTokenSource deadline = new(Patience);
            await process.WaitForExitAsync(deadline.Token);
            process.Dispose();
        }

        await EndRestAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>What an engine that was killed has left, and the next one knows nothing of: keepers of containers, and mounts.</summary>
    private async Task EndRestAsync()
    {
        foreach (string folder in Directory.GetDirectories("/proc").Where(folder => char.IsDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                if ((await File.ReadAllTextAsync(Path.Combine(folder, "cmdline"))).Contains(_folder.FullName, StringComparison.Ordinal))
                {
                    await EndAsync(int.Parse(Path.GetFileName(folder), null));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It went by itself.
            }
        }

        using Process unmount = Process.Start(new ProcessStartInfo("umount", ["-R", "-l", $"{_folder}/data"])
        {
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("umount did not start");
        await unmount.WaitForExitAsync();
    }

    private static async Task<bool> AnswersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri("http://engine/_ping"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static HttpClient Client(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, token) =>
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), token);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    private async Task LoadAsync(string image)
    {
        using HttpClient from = Client(RawEngine.SocketPath), to = Client(SocketPath);
        await using Stream tar = await from.GetStreamAsync(new Uri($"http://engine/images/{image}/get"));
        using StreamContent content = new(tar);
        using HttpResponseMessage answer = await to.PostAsync(new Uri("http://engine/images/load?quiet=1"), content);
        answer.EnsureSuccessStatusCode();
    }
}
