using System.Net;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class StopTests(CallServer server)
{
    [EngineFact]
    public async Task CtrlC_DuringACall_CancelsItAndLeavesNoContainer() => await StopAsync("INT", 130);

    [EngineFact]
    public async Task Sigterm_DuringACall_CancelsItAndLeavesNoContainer() => await StopAsync("TERM", 143);

    private async Task StopAsync(string signal, int code)
    {
        await using Server mine = await Server.StartAsync(server.Root, []);
        Task<HttpResponseMessage> call = mine.Client.CallAsync($"{server.Skill}.wait");
        await CallServer.HasContainersAsync(server.Skill, 1);

        (int exitCode, string error) = await mine.StopAsync(signal);

        using HttpResponseMessage response = await call;
        JsonElement result = await response.JsonAsync();
        Assert.Equal(code, exitCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("cancelled", result.GetProperty("status").GetString());
        Assert.Contains("stopping", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
        await CallServer.HasContainersAsync(server.Skill, 0);
    }
}
