using System.Net.Http.Headers;
using System.Text;

namespace SkillHost.Core.Tests.McpDoor;

/// <summary>Sends what a test says, right or wrong.</summary>
internal sealed class RawClient(Uri address, string? user = null) : IDisposable
{
    public const string Initialize =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},
        "clientInfo":{"name":"raw","version":"1"}}}
        """;

    private readonly HttpClient _http = new();

    /// <summary>Begins a session and gives its id.</summary>
    public async Task<string> InitializeAsync()
    {
        RawAnswer answer = await SendAsync(HttpMethod.Post, Initialize);
        Assert.Equal(200, answer.Status);
        return answer.Header("Mcp-Session-Id") ?? throw new InvalidOperationException("no session");
    }

    /// <summary>Calls a tool, as request 7.</summary>
    public Task<RawAnswer> CallAsync(string tool, string session, CancellationToken cancellationToken = default) => SendAsync(
        HttpMethod.Post, $$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"{{{tool}}}"}}""", cancellationToken,
        ("Mcp-Session-Id", session));

    public Task<RawAnswer> SendAsync(HttpMethod method, string? body, params (string Name, string Value)[] headers) =>
        SendAsync(method, body, CancellationToken.None, headers);

    /// <summary>Sends a request; headers given here take the place of those that are right.</summary>
    public async Task<RawAnswer> SendAsync(
        HttpMethod method, string? body, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, address);
        Dictionary<string, string> all = new()
        {
            ["Accept"] = "application/json, text/event-stream",
            ["Content-Type"] = "application/json",
        };
        Array.ForEach(headers, header => all[header.Name] = header.Value);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
            request.Content.Headers.ContentType = all["Content-Type"].Length == 0 ? null : MediaTypeHeaderValue.Parse(all["Content-Type"]);
        }

        foreach ((string name, string value) in all.Where(header => header.Key != "Content-Type" && header.Value.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (user is not null)
        {
            request.Headers.Add("X-User", user);
        }

        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        Dictionary<string, string> answered = response.Headers.ToDictionary(
            header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new RawAnswer((int)response.StatusCode, text, answered);
    }

    public void Dispose() => _http.Dispose();
}
