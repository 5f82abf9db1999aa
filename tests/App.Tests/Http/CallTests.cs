using System.Net;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class CallTests(CallServer server)
{
    [EngineFact]
    public async Task Call_OfAFunction_GivesTheSameResultAsTheCommandLine()
    {
        using HttpResponseMessage response = await server.Alice.CallAsync($"{server.Skill}.log");
        JsonElement over = await response.JsonAsync();
        ProgramResult beside = await server.RunAsync("run", $"{server.Skill}.log", "--json", "--args", "{}");
        JsonElement printed = JsonDocument.Parse(beside.Out).RootElement;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(printed.EnumerateObject().Select(p => p.Name), over.EnumerateObject().Select(p => p.Name));
        Assert.All(
            ["status", "value", "stdout", "stderr", "exitCode", "network"],
            name => Assert.True(JsonElement.DeepEquals(printed.GetProperty(name), over.GetProperty(name)), name));
        Assert.Equal("three\n", over.GetProperty("value").GetString());
    }

    [EngineFact]
    public async Task Call_Arguments_ArriveByteForByte()
    {
        const string Json = """{ "text" :"a\u0000\n--flag \"q\" $(x) ü🙂" }""";

        JsonElement result = await (await server.Alice.CallAsync($"{server.Skill}.echo", Json)).JsonAsync();

        Assert.Equal(Json, result.GetProperty("stdout").GetString());
    }

    [EngineFact]
    public async Task Call_EndingInAnyWay_HasTheHttpStatusOfThatWay()
    {
        string skill = server.Skill;

        Assert.Equal("200 ok", await server.Alice.CallAsync($"{skill}.echo").StatusAsync());
        Assert.Equal("200 failed", await server.Alice.CallAsync($"{skill}.fail").StatusAsync());
        Assert.Equal("200 timed_out", await server.Alice.CallAsync($"{skill}.late?timeout=300ms").StatusAsync());
        Assert.Equal("400 invalid_arguments", await server.Alice.CallAsync($"{skill}.echo", """{"text":5}""").StatusAsync());
        Assert.Equal("403 denied", await server.Alice.CallAsync($"{skill}.echo?memory=9g").StatusAsync());
        Assert.Equal("404 404", await server.Alice.CallAsync($"{skill}.nothing").StatusAsync());
    }

    [EngineFact]
    public async Task Call_DeniedHere_IsDeniedInTheSameWordsAtTheCommandLine()
    {
        JsonElement wide = await (await server.Alice.CallAsync($"{server.Skill}.echo?memory=9g&pids=5")).JsonAsync();
        JsonElement asked = await (await server.Alice.CallAsync($"{server.Skill}.asked")).JsonAsync();
        ProgramResult wideBeside = await server.RunAsync("run", $"{server.Skill}.echo", "--json", "--memory", "9g", "--pids", "5");
        ProgramResult askedBeside = await server.RunAsync("run", $"{server.Skill}.asked", "--json");

        Assert.Equal(ErrorOf(wideBeside), wide.GetProperty("error").GetString());
        Assert.Equal(ErrorOf(askedBeside), asked.GetProperty("error").GetString());
        Assert.Equal("denied", asked.GetProperty("status").GetString());
    }

    [EngineFact]
    public async Task Call_Narrowed_HasLess()
    {
        JsonElement cut = await (await server.Alice.CallAsync($"{server.Skill}.log?output=2&network=none&cpus=0.1")).JsonAsync();

        Assert.Equal("th", cut.GetProperty("stdout").GetString());
        Assert.True(cut.GetProperty("truncated").GetBoolean());
    }

    [EngineFact]
    public async Task Call_WithAQueryThatNobodyKnows_IsRefused()
    {
        foreach (string query in (string[])["timout=1s", "timeout=soon", "timeout=1s&timeout=2s", "network=bridge", "pids=0"])
        {
            using HttpResponseMessage response = await server.Alice.CallAsync($"{server.Skill}.echo?{query}");

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [EngineFact]
    public async Task Call_InTheAuditLog_IsOfTheCallerWhoseTokenItHad()
    {
        JsonElement result = await (await server.Bob.CallAsync($"{server.Skill}.echo", "{}", "SkillHost-Caller: alice")).JsonAsync();
        string id = result.GetProperty("invocationId").GetString()!;

        ProgramResult audit = await server.RunAsync("audit", "show", "--json", "--last", "200");

        string line = audit.Out.Split("},").Single(
            l => l.Contains(id, StringComparison.Ordinal) && l.Contains("\"ok\"", StringComparison.Ordinal));
        Assert.Contains("http:bob", line, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Ready_WithAnEngine_SaysSoWithoutToken()
    {
        using HttpClient stranger = server.Server.ClientOf(null);

        Assert.Equal("""{"status":"ready"}""", await stranger.GetStringAsync("/readyz"));
    }

    private static string? ErrorOf(ProgramResult result) =>
        JsonDocument.Parse(result.Out).RootElement.GetProperty("error").GetString();
}
