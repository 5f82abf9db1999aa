using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Http;

/// <summary>The program as <c>serve</c>, at a free port of the loopback.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Task<string> _error;
    private (int ExitCode, string Error)? _end;

    private Server(Process process, Task<string> error, JsonElement ready)
    {
        (_process, _error) = (process, error);
        Address = new Uri(ready.GetProperty("address").GetString()!);
        TokenFile = ready.GetProperty("tokenFile").GetString();
        Client = ClientOf(TokenFile is null ? null : File.ReadAllText(TokenFile).Trim());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>File with the token; null where it is in none.</summary>
    public string? TokenFile { get; }

    /// <summary>Calls with the token of that file.</summary>
    public HttpClient Client { get; }

    /// <summary>Number of the process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts it in <paramref name="folder"/> and waits until it says that it is ready.</summary>
    public static async Task<Server> StartAsync(string folder, string[] arguments, params string[] environment)
    {
        string[] address = arguments.Contains("--listen") ? [] : ["--listen", "http://127.0.0.1:0"];
        string[] all = ["serve", "--json", .. address, .. arguments];
        Process process = SkillHostProgram.Start(folder, all, environment);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return line is null
            ? throw new InvalidOperationException($"serve ended: {await error}")
            : new Server(process, error, JsonDocument.Parse(line).RootElement);
    }

    /// <summary>A client that calls with <paramref name="token"/>, or without any.</summary>
    public HttpClient ClientOf(string? token)
    {
        HttpClient client = new() { BaseAddress = Address, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Sends bytes as they are, and gives the first line of the answer; empty where there is none.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using TcpClient socket = new();
        await socket.ConnectAsync(Address.Host, Address.Port).WaitAsync(Patience);
        NetworkStream stream = socket.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(request)).AsTask().WaitAsync(Patience);
        }
        catch (IOException)
        {
            // Refused before all of it was read; the answer is there all the same.
        }

        using StreamReader reader = new(stream, Encoding.UTF8);
        return await reader.ReadLineAsync().WaitAsync(Patience) ?? "";
    }

    /// <summary>Sends a signal, and gives the exit code and what was written to standard error.</summary>
    public async Task<(int ExitCode, string Error)> StopAsync(string signal = "TERM")
    {
        if (_end is { } end)
        {
            return end;
        }

        using Process kill = Process.Start("bash", ["-c", $"kill -{signal} {_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _end = (_process.ExitCode, await _error);
        _process.Dispose();
        return _end.Value;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
    }
}
