using System.Collections.Concurrent;
using System.Text.Json;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Servers;

/// <summary>A server has its secrets from its start, and says none of them.</summary>
public sealed class SecretServerTests(ServerFixture fixture) : ServerTest(fixture)
{
    [Fact]
    public async Task Secrets_OfAServer_ReachItAndNobodyElse()
    {
        ConcurrentQueue<InvocationEvent> events = new();

        InvocationResult result = await CallAsync("py-secrets.tell", options: Collecting(events));

        JsonElement value = result.Value!.Value;
        string reversed = new([.. ServerFixture.EnvironmentSecret.Reverse(), .. ServerFixture.FileSecret.Reverse()]);
        Assert.Equal(reversed, value.GetProperty("reversed").GetString());
        Assert.Equal("[redacted:SERVER_ENV]", value.GetProperty("env").GetString());
        Assert.Equal("[redacted:SERVER_FILE]", value.GetProperty("file").GetString());
        Assert.Contains("log [redacted:SERVER_ENV]", result.Stderr, StringComparison.Ordinal);
        Assert.Contains("printed [redacted:SERVER_FILE]", result.Stderr, StringComparison.Ordinal);
        string everything = string.Join(
            '\n', [.. events.Select(happened => happened.ToString()), JsonSerializer.Serialize(result), .. Host.Log.Lines]);
        Assert.DoesNotContain(ServerFixture.EnvironmentSecret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(ServerFixture.FileSecret, everything, StringComparison.Ordinal);
    }
}
