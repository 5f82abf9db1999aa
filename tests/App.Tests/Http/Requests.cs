using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SkillHost.App.Tests.Http;

/// <summary>Requests as a client makes them.</summary>
internal static class Requests
{
    /// <summary>Calls a function; <paramref name="headers"/> are <c>Name: value</c>.</summary>
    public static Task<HttpResponseMessage> CallAsync(
        this HttpClient client, string function, string arguments = "{}", params string[] headers) =>
        client.SendAsync(Call(function, arguments, headers), HttpCompletionOption.ResponseHeadersRead);

    /// <summary>The request of a call.</summary>
    public static HttpRequestMessage Call(string function, string arguments, params string[] headers)
    {
        string[] parts = function.Split('?', 2);
        string query = parts.Length > 1 ? "?" + parts[1] : "";
        HttpRequestMessage request = new(HttpMethod.Post, $"/v1/functions/{parts[0]}/invocations{query}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(arguments)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (string[] header in headers.Select(h => h.Split(": ", 2)))
        {
            request.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        return request;
    }

    /// <summary>The answer's body as JSON.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>The status of the answer and of the call in it, such as <c>200 ok</c>.</summary>
    public static async Task<string> StatusAsync(this Task<HttpResponseMessage> call)
    {
        using HttpResponseMessage response = await call;
        JsonElement json = await response.JsonAsync();
        return $"{(int)response.StatusCode} {json.GetProperty("status")}";
    }
}
