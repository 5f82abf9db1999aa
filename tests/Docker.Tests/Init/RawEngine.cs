using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SkillHost.Docker.Tests.Init;

/// <summary>The few plain requests to the engine that these tests need, so that they judge process 1 and nothing else.</summary>
internal static class RawEngine
{
    internal const string SocketPath = "/var/run/docker.sock";

    public static bool Answers => File.Exists(SocketPath);

    public static async Task<JsonNode> PostAsync(string path, JsonObject? body)
    {
        using var client = Client();
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), body is null ? null : JsonContent.Create(body));
        return await ReadAsync(path, answer);
    }

    public static async Task<JsonNode> PostTarAsync(string path, Stream tar)
    {
        using var client = Client();
        using var content = new StreamContent(tar);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        return await ReadAsync(path, answer);
    }

    public static async Task<JsonNode> GetAsync(string path)
    {
        using var client = Client();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(path, answer);
    }

    /// <summary>The whole answer, however many lines it has.</summary>
    public static async Task<string> GetTextAsync(string path)
    {
        using var client = Client();
        return await client.GetStringAsync(new Uri(path, UriKind.Relative));
    }

    public static async Task DeleteAsync(string path)
    {
        using var client = Client();
        using var answer = await client.DeleteAsync(new Uri(path, UriKind.Relative));
    }

    public static async Task<NetworkStream> AttachAsync(string container)
    {
        var socket = await ConnectAsync(CancellationToken.None);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1.41/containers/{container}/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\n"
            + "Host: docker\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n"));
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal)
            ? stream
            : throw new InvalidOperationException(head.ToString());
    }

    private static HttpClient Client() =>
        new(new SocketsHttpHandler { ConnectCallback = async (_, token) => new NetworkStream(await ConnectAsync(token), ownsSocket: true) })
        {
            BaseAddress = new Uri("http://docker/v1.41/"),
            Timeout = TimeSpan.FromSeconds(60),
        };

    private static async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
        return socket;
    }

    private static async Task<JsonNode> ReadAsync(string path, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? (text.StartsWith('[') ? JsonNode.Parse(text) : text.StartsWith('{') ? JsonNode.Parse(text.Split('\n')[0]) : null)
                ?? new JsonObject()
            : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
    }
}
