using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Core.Tests.Invocations;

public sealed class SecretCallTests
{
    private const string Value = "sup3r-s3cret value";

    private static readonly SandboxPolicy Granted =
        CallHost.Policy with { Secrets = [new SecretGrant("TOKEN", "CALLTEST_TOKEN", AsFile: false)] };

    public SecretCallTests() => Environment.SetEnvironmentVariable("SKILLHOST_SECRET_CALLTEST_TOKEN", Value);

    [Theory]
    [InlineData(null, "not granted")]
    [InlineData("CALLTEST_MISSING", "no value")]
    public async Task Call_WithoutGrantOrValue_DeniedBeforeAnyContainer(string? source, string words)
    {
        await using CallHost host = new();
        SandboxPolicy policy = CallHost.Policy with { Secrets = [new SecretGrant("TOKEN", source, AsFile: true)] };

        InvocationResult result = await host.CallAsync(function: CallHost.Function(policy: policy));
        InvocationResult control = await host.CallAsync(function: CallHost.Function(policy: Granted));

        Assert.Equal(InvocationStatus.Denied, result.Status);
        Assert.Contains("the secret TOKEN", result.Error, StringComparison.Ordinal);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Equal(InvocationStatus.Ok, control.Status);
        Assert.Single(host.Engine.Made);
    }

    [Fact]
    public async Task Call_PrintsItsSecret_OnlyItsProcessEverHasIt()
    {
        CallHost host = new();
        string? seen = null;
        host.Engine.Program = async process =>
        {
            seen = process.Environment["TOKEN"];
            await process.PrintAsync($"{{\"t\": \"{Value[..5]}");
            await process.PrintAsync($"{Value[5..]}\", \"u\": \"\\u0073{Value[1..]}\"}}");
            await process.PrintErrorAsync($"log {Value}");
            await process.ReportAsync($$"""{"progress":1,"message":"{{Value}}"}""" + "\n");
            return FakeProcess.Exit(0);
        };
        List<InvocationEvent> events = [];
        InvocationOptions options = new()
        {
            OnEvent = (happened, _) =>
            {
                events.Add(happened);
                return ValueTask.CompletedTask;
            },
        };

        InvocationResult result = await host.CallAsync(
            function: CallHost.Function(policy: Granted, output: """{"type":"object"}"""), options: options);
        await host.DisposeAsync();

        Assert.Equal(Value, seen);
        Assert.Equal("""{"t":"[redacted:TOKEN]","u":"[redacted:TOKEN]"}""", result.Value!.Value.GetRawText());
        Assert.Equal("log [redacted:TOKEN]", result.Stderr);
        Assert.Contains(new ProgressEvent(1, null, "[redacted:TOKEN]"), events);
        string[] told = [.. events.Select(e => e.ToString()), System.Text.Json.JsonSerializer.Serialize(result), .. host.Log.All];
        string everything = string.Join('\n', told);
        Assert.Contains("redacted", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, everything, StringComparison.Ordinal);
        Assert.All(host.Engine.Made, made => Assert.Empty(made.Spec.Environment));
    }

    [Fact]
    public async Task Call_FailsWithItsSecretInTheLastLine_ErrorIsBlackedOut()
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            await process.PrintErrorAsync($"cannot log in with {Value}");
            return FakeProcess.Exit(3);
        };

        InvocationResult result = await host.CallAsync(function: CallHost.Function(policy: Granted));

        Assert.EndsWith("cannot log in with [redacted:TOKEN]", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithoutSecrets_SaysWhatItWants()
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            await process.PrintAsync(Value);
            return FakeProcess.Exit(0);
        };

        Assert.Equal(Value, (await host.CallAsync()).Stdout);
    }
}
