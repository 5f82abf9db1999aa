using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class SessionTests(CallServer server)
{
    [EngineFact]
    public async Task Session_OfOneCaller_KeepsItsStateAndNobodyElseFindsIt()
    {
        string id = await MakeAsync(server.Alice);
        Assert.Matches("^[0-9a-f]{32}$", id);

        Assert.Equal("1", await CountAsync(server.Alice, id));
        Assert.Equal("2", await CountAsync(server.Alice, id));
        Assert.Equal("1", await CountAsync(server.Bob, id));
        Assert.Contains(id, await OpenAsync(server.Alice));
        Assert.Equal(HttpStatusCode.NoContent, await EndAsync(server.Bob, id));
        Assert.Equal("3", await CountAsync(server.Alice, id));
        Assert.Equal(HttpStatusCode.NoContent, await EndAsync(server.Alice, id));
        Assert.DoesNotContain(id, await OpenAsync(server.Alice));
    }

    [EngineFact]
    public async Task Session_OfAnotherCaller_IsNotListedAndCannotBeEnded()
    {
        string id = await MakeAsync(server.Alice);
        await CountAsync(server.Alice, id);

        Assert.DoesNotContain(id, await OpenAsync(server.Bob));
        Assert.Equal(HttpStatusCode.NotFound, await EndAsync(server.Bob, id));
        Assert.Equal("2", await CountAsync(server.Alice, id));
        Assert.Equal(HttpStatusCode.NoContent, await EndAsync(server.Alice, id));
    }

    [EngineFact]
    public async Task Session_ThatHasEnded_IsGoneAndCannotBeEndedAgain()
    {
        string id = await MakeAsync(server.Alice);
        await CountAsync(server.Alice, id);
        await EndAsync(server.Alice, id);

        using HttpResponseMessage call = await server.Alice.CallAsync($"{server.Held}.count", "{}", $"SkillHost-Session: {id}");
        JsonElement result = await call.JsonAsync();

        Assert.Equal(HttpStatusCode.Gone, call.StatusCode);
        Assert.Equal("unavailable", result.GetProperty("status").GetString());
        Assert.True(result.GetProperty("sessionEnded").GetBoolean());
        Assert.Contains("has ended (it was ended); start a new one", result.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await EndAsync(server.Alice, id));
    }

    [EngineFact]
    public async Task Session_WithACallUnderWay_IsBusyAndSaysWhenToComeAgain()
    {
        string id = await MakeAsync(server.Alice);
        string header = $"SkillHost-Session: {id}";
        using HttpResponseMessage hold = await server.Alice.CallAsync($"{server.Held}.hold", "{}", header, "Accept: text/event-stream");
        using StreamReader lines = new(await hold.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is { } line && !line.Contains("holding", StringComparison.Ordinal))
        {
            // Until it runs.
        }

        using HttpResponseMessage second = await server.Alice.CallAsync($"{server.Held}.count", "{}", header);

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter?.Delta);
        Assert.Equal("busy", (await second.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NoContent, await EndAsync(server.Alice, id));
    }

    [EngineFact]
    public async Task Call_WithoutSession_HasAContainerToItself()
    {
        Assert.Equal("1", await CountAsync(server.Alice, null));
        Assert.Equal("1", await CountAsync(server.Alice, null));
    }

    [EngineFact]
    public async Task Session_IdThatCannotBeOne_IsRefused()
    {
        foreach (string id in (string[])["../x", "..", "a b", "a/b", ".a", new string('a', 129)])
        {
            using HttpResponseMessage call = await server.Alice.CallAsync($"{server.Held}.count", "{}", $"SkillHost-Session: {id}");
            using HttpResponseMessage end = await server.Alice.DeleteAsync($"/v1/sessions/{Uri.EscapeDataString(id)}");

            Assert.Equal(HttpStatusCode.BadRequest, call.StatusCode);
            Assert.Contains(end.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed]);
        }
    }

    private static async Task<string> MakeAsync(HttpClient client)
    {
        using HttpResponseMessage made = await client.PostAsync("/v1/sessions", null);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return (await made.JsonAsync()).GetProperty("session").GetString()!;
    }

    private async Task<string?> CountAsync(HttpClient client, string? id)
    {
        string[] headers = id is null ? [] : [$"SkillHost-Session: {id}"];
        JsonElement result = await (await client.CallAsync($"{server.Held}.count", "{}", headers)).JsonAsync();
        return result.GetProperty("value").GetString()?.Trim() ?? result.GetProperty("error").GetString();
    }

    private static async Task<string[]> OpenAsync(HttpClient client) =>
    [
        .. (await client.GetFromJsonAsync<JsonElement>("/v1/sessions")).GetProperty("sessions").EnumerateArray()
            .Select(row => row.GetProperty("session").GetString()!),
    ];

    private static async Task<HttpStatusCode> EndAsync(HttpClient client, string id)
    {
        using HttpResponseMessage response = await client.DeleteAsync($"/v1/sessions/{id}");
        return response.StatusCode;
    }
}
