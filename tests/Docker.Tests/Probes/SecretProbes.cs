using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Docker.Tests.Init;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Probes;

/// <summary>Where a secret is, and everywhere it must not be.</summary>
public sealed class SecretProbes(CallFixture fixture) : CallTest(fixture)
{
    [Fact]
    public async Task Secrets_Inside_AreAFileOfTheOwnersAndAVariable()
    {
        InvocationResult result = await Host.ShellAsync(
            "stat -c '%a %s' /run/secrets/TEST_FILE_TOKEN; [ $(id -u) = $(stat -c %u /run/secrets/TEST_FILE_TOKEN) ] && echo own; "
            + "rev /run/secrets/TEST_FILE_TOKEN; echo; echo $TEST_ENV_TOKEN | rev; grep -c ' /run/secrets tmpfs' /proc/mounts",
            "secretive.run");

        Assert.Equal($"400 17\nown\n{Reversed(CallFixture.FileSecret)}\n{Reversed(CallFixture.EnvironmentSecret)}\n1\n", result.Stdout);
    }

    [Fact]
    public async Task Secrets_PrintedInEveryWay_NeverComeBack()
    {
        List<InvocationEvent> events = [];
        InvocationResult result = await Host.ShellAsync(
            "f=$(cat /run/secrets/TEST_FILE_TOKEN); e=$TEST_ENV_TOKEN; echo $f $e; echo err $f $e >&2; printf 'x%s' $f | base64 -w4; "
            + "printf 'xy%s' \"$e\" | base64; printf %s \"$e\" | od -An -tx1 | tr -d ' \\n'; printf '%s' ${f%????}; sleep 0.1; "
            + "printf %s ${f#${f%????}}; echo \"{\\\"progress\\\":1,\\\"message\\\":\\\"$f\\\"}\" >&3",
            "secretive.run",
            new InvocationOptions
            {
                OnEvent = (happened, _) =>
                {
                    events.Add(happened);
                    return ValueTask.CompletedTask;
                },
            });

        string everything = string.Join(
            '\n',
            [
                .. events.Select(happened => happened.ToString()), JsonSerializer.Serialize(result),
                .. Host.Log.Lines,
            ]);
        Assert.Contains("err [redacted:TEST_FILE_TOKEN] [redacted:TEST_ENV_TOKEN]", result.Stderr, StringComparison.Ordinal);
        Assert.Contains(events, happened => happened is ProgressEvent { Message: "[redacted:TEST_FILE_TOKEN]" });
        Assert.Equal(6, result.Stdout.Split("[redacted:").Length - 1);
        Assert.DoesNotContain(CallFixture.FileSecret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(CallFixture.EnvironmentSecret, everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secretive.ungranted", "not granted")]
    [InlineData("secretive.valueless", "no value")]
    public async Task Secret_WithoutGrantOrValue_DeniedBeforeAContainer(string function, string words)
    {
        InvocationResult result = await Host.ShellAsync("echo ran", function);

        Assert.Equal(InvocationStatus.Denied, result.Status);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Equal(0, result.Phases.AcquireMs);
        Assert.Equal("ran\n", (await Host.ShellAsync("echo ran", "secretive.run")).Stdout);
    }

    [Fact]
    public async Task Secrets_OfAnotherFunction_AreNotThere()
    {
        InvocationResult result = await Host.ShellAsync("env; ls /run/secrets 2>&1; true", "secretive.plain");

        Assert.DoesNotContain("TEST_ENV_TOKEN", result.Stdout, StringComparison.Ordinal);
        Assert.Contains("No such file", result.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_OnTheEngine_AreInNothingItTells()
    {
        long from = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using CancellationTokenSource stop = new();
        Task<InvocationResult> running = Host.ShellAsync("echo up; sleep 15", "secretive.run", cancellationToken: stop.Token);
        string inspected = await InspectAsync();
        await stop.CancelAsync();
        await running;

        string image = (await RawEngine.GetAsync($"images/{JsonNode.Parse(inspected)!["Image"]}/json")).ToJsonString();
        string told = inspected + image + await EventsAsync(from);
        Assert.Contains("/run/secrets", inspected, StringComparison.Ordinal);
        Assert.Contains("secretive", told, StringComparison.Ordinal);
        foreach (string value in new[] { CallFixture.FileSecret, CallFixture.EnvironmentSecret, "TEST_ENV_TOKEN" })
        {
            Assert.DoesNotContain(value, told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Secrets_InTheAuditLog_AreNotThere()
    {
        await Host.ShellAsync("echo $TEST_ENV_TOKEN; cat /run/secrets/*", "secretive.run");

        string log = string.Concat(Directory.GetFiles(Path.Combine(Fixture.State, "audit")).Select(ReadLocked));
        Assert.Contains("secretive", log, StringComparison.Ordinal);
        Assert.DoesNotContain(CallFixture.FileSecret, log, StringComparison.Ordinal);
        Assert.DoesNotContain(CallFixture.EnvironmentSecret, log, StringComparison.Ordinal);
    }

    private static string Reversed(string text) => new([.. text.Reverse()]);

    // The host keeps its log locked, which only .NET heeds.
    private static string ReadLocked(string path)
    {
        using Process cat = Process.Start(new ProcessStartInfo("cat", [path]) { RedirectStandardOutput = true })!;
        return cat.StandardOutput.ReadToEnd();
    }

    /// <summary>The engine's account of the one container of this host that runs.</summary>
    private async Task<string> InspectAsync()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        while (true)
        {
            foreach (ContainerSummary container in await Fixture.OwnContainersAsync())
            {
                if (container.State == "running")
                {
                    return (await RawEngine.GetAsync($"containers/{container.Id}/json")).ToJsonString();
                }
            }

            await Task.Delay(20, deadline.Token);
        }
    }

    private static async Task<string> EventsAsync(long from)
    {
        // The engine ends the list there by itself, and not before.
        long until = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1;
        return await RawEngine.GetTextAsync($"events?since={from}&until={until}");
    }
}
