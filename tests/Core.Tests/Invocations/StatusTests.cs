using Microsoft.Extensions.Logging;
using SkillHost.Containers;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Wire.Processes;

namespace SkillHost.Core.Tests.Invocations;

/// <summary>Every status is reached along the whole line, with what the result says beside it.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task Call_TextFunctionEnds_OkWithItsOutput()
    {
        await using CallHost host = new();

        InvocationResult result = await host.CallAsync("""{"a":"é"}""");

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Null(result.Error);
        Assert.Equal("""{"a":"é"}""", result.Value?.GetString());
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1.5, result.Usage.CpuMs);
        Assert.Equal(3 << 20, result.Usage.PeakMemoryBytes);
        Assert.Matches("^[0-9a-f]{32}$", result.InvocationId);
    }

    [Fact]
    public async Task Call_OutputFitsSchema_OkWithJson()
    {
        await using CallHost host = new();

        InvocationResult result =
            await host.CallAsync("""{"rows":3}""", CallHost.Function(output: """{"properties":{"rows":{"type":"integer"}}}"""));

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Equal(3, result.Value?.GetProperty("rows").GetInt32());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("[1]", "array")]
    [InlineData("{\"n\":1,\"n\":2}", "n")]
    [InlineData("{\"n\":\"x\"}", "/n")]
    [InlineData("{\"n\":1e400}", "1e400")]
    [InlineData("{\"n\":1,\"_policy\":{}}", "_policy")]
    public async Task Call_ArgumentsWrong_InvalidArgumentsAndNoContainer(string arguments, string named)
    {
        await using CallHost host = new();
        Callable function =
            CallHost.Function(input: """{"type":"object","properties":{"n":{"type":"integer"}},"additionalProperties":false}""");

        InvocationResult result = await host.CallAsync(arguments, function);

        Assert.Equal(InvocationStatus.InvalidArguments, result.Status);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.Empty(host.Engine.Made);
        Assert.Null(result.ExitCode);
    }

    [Fact]
    public async Task Call_ArgumentsOverLimit_InvalidArgumentsWithBothNumbers()
    {
        await using CallHost host = new();

        InvocationResult result = await host.CallAsync($$"""{"a":"{{new string('x', 1 << 20)}}"}""");

        Assert.Equal(InvocationStatus.InvalidArguments, result.Status);
        Assert.Contains("1048584", result.Error, StringComparison.Ordinal);
        Assert.Contains("1048576", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"rows":"three"}""", "/rows")]
    [InlineData("not json", "the result of probe.run")]
    [InlineData("""{"rows":1,"rows":2}""", "rows")]
    public async Task Call_OutputMissesSchema_InvalidOutput(string output, string named)
    {
        await using CallHost host = new();
        host.Engine.Program = Printing(output, 0);

        InvocationResult result =
            await host.CallAsync(function: CallHost.Function(output: """{"properties":{"rows":{"type":"integer"}}}"""));

        Assert.Equal(InvocationStatus.InvalidOutput, result.Status);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.Equal(output, result.Stdout);
        Assert.Null(result.Value);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Call_JsonOverOutputLimit_InvalidOutputNamesLimit()
    {
        await using CallHost host = new();
        host.Engine.Program = Printing($"\"{new string('x', 2000)}\"", 0);

        InvocationResult result = await host.CallAsync(function: CallHost.Function(output: "{}"));

        Assert.Equal(InvocationStatus.InvalidOutput, result.Status);
        Assert.Contains("2002 bytes, at most 1000", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ExitCodeNotZero_FailedWithLastWords()
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            await process.PrintErrorAsync("first\nno such column: \u001b[31mprice\n");
            return FakeProcess.Exit(3);
        };

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Failed, result.Status);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(
            "probe.run ended with exit code 3, wanted 0; its standard error ends with: no such column: \uFFFD[31mprice", result.Error);
    }

    [Fact]
    public async Task Call_EndedBySignal_FailedWithSignal()
    {
        await using CallHost host = new();
        host.Engine.Program = _ => Task.FromResult(new ProcessExit { Signal = 11 });

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Failed, result.Status);
        Assert.Equal(11, result.Signal);
        Assert.Null(result.ExitCode);
        Assert.Contains("SIGSEGV", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ProgramMissing_FailedWithReason()
    {
        await using CallHost host = new();
        host.Engine.CannotStart = "'nonesuch' was not found along PATH";

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Failed, result.Status);
        Assert.Contains("'nonesuch' was not found", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WiderThanPolicy_DeniedAndNoContainer()
    {
        await using CallHost host = new();

        InvocationResult result = await host.CallAsync(options: Narrowed(TimeSpan.FromSeconds(8)));

        Assert.Equal(InvocationStatus.Denied, result.Status);
        Assert.Contains("7s, which is all this function has", result.Error, StringComparison.Ordinal);
        Assert.Empty(host.Engine.Made);
    }

    [Fact]
    public async Task Call_DeadlinePasses_TimedOutWithPartialOutputAndUsage()
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            await process.PrintAsync("half");
            return await process.HangAsync();
        };

        Task<InvocationResult> call = host.CallAsync();
        await host.Time.WaitForTimerAsync(CallHost.Policy.Limits.Timeout);
        host.Time.Advance(CallHost.Policy.Limits.Timeout);
        InvocationResult result = await call;

        Assert.Equal(InvocationStatus.TimedOut, result.Status);
        Assert.Equal("half", result.Stdout);
        Assert.Null(result.ExitCode);
        Assert.Null(result.Signal);
        Assert.Equal(7, result.Usage.CpuMs);
        Assert.Contains("7 s", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_DeadlinePassesAndProcess1Hangs_TimedOutAllTheSame()
    {
        await using CallHost host = new();
        host.Engine.Program = async _ =>
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return FakeProcess.Exit(0);
        };

        Task<InvocationResult> call = host.CallAsync();
        await host.Time.WaitForTimerAsync(CallHost.Policy.Limits.Timeout);
        host.Time.Advance(CallHost.Policy.Limits.Timeout);
        await host.Time.WaitForTimerAsync(TimeSpan.FromMilliseconds(250));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        InvocationResult result = await call;

        Assert.Equal(InvocationStatus.TimedOut, result.Status);
        Assert.Null(result.Usage.CpuMs);
    }

    [Fact]
    public async Task Call_NarrowerTimeout_EndsAtIt()
    {
        await using CallHost host = new();
        host.Engine.Program = process => process.HangAsync();

        Task<InvocationResult> call = host.CallAsync(options: Narrowed(TimeSpan.FromSeconds(2)));
        await host.Time.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        host.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(InvocationStatus.TimedOut, (await call).Status);
    }

    [Fact]
    public async Task Call_WallClockJumpsAnHour_IsNotStopped()
    {
        await using CallHost host = new();
        TaskCompletionSource go = new();
        host.Engine.Program = async _ =>
        {
            await go.Task;
            return FakeProcess.Exit(0);
        };

        Task<InvocationResult> call = host.CallAsync();
        await host.Time.WaitForTimerAsync(CallHost.Policy.Limits.Timeout);
        host.Time.WallClockOffset = TimeSpan.FromHours(1);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        go.SetResult();

        Assert.Equal(InvocationStatus.Ok, (await call).Status);
    }

    [Fact]
    public async Task Call_ChildKilledForMemoryButExitZero_OutOfMemory()
    {
        await using CallHost host = new();
        host.Engine.Program = _ => Task.FromResult(new ProcessExit { ExitCode = 0, OutOfMemoryKills = 1 });

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.OutOfMemory, result.Status);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("64 MiB", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, InvocationStatus.OutOfMemory)]
    [InlineData(false, InvocationStatus.Unavailable)]
    public async Task Call_Process1Dies_ToldApartByWhatTheEngineSays(bool outOfMemory, InvocationStatus status)
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            await process.PrintAsync("so far");
            await process.Container.DieAsync(outOfMemory);
            return FakeProcess.Exit(0);
        };

        InvocationResult result = await host.CallAsync();

        Assert.Equal(status, result.Status);
    }

    [Fact]
    public async Task Call_Process1DiesOfMemoryAndEngineForgot_OutOfMemoryFromTheEvent()
    {
        await using CallHost host = new();
        await host.StartAsync();
        await host.Engine.Watched;
        host.Engine.Program = async process =>
        {
            host.Engine.Tell(new ContainerEvent(process.Container.Id, "oom", null));
            await host.Engine.RemoveAsync(process.Container.Id, CancellationToken.None);
            host.Engine.Tell(new ContainerEvent(process.Container.Id, "die", 137));
            return FakeProcess.Exit(0);
        };

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.OutOfMemory, result.Status);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("attach")]
    [InlineData("start")]
    public async Task Call_EngineFails_UnavailableWithoutItsWords(string member)
    {
        await using CallHost host = new();
        host.Engine.Before = (name, _) => name == member
            ? throw new EngineException(EngineFailure.Broken, "/var/lib/docker/overlay2/abc: exploded")
            : Task.CompletedTask;

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Unavailable, result.Status);
        Assert.DoesNotContain("/var/lib", result.Error, StringComparison.Ordinal);
        Assert.Contains(result.InvocationId, result.Error, StringComparison.Ordinal);
        Assert.Contains(host.Log.At(LogLevel.Warning), line => line.Contains("exploded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_HostBreaks_UnavailableAndTheLogHasTheDetail()
    {
        await using CallHost host = new();
        host.Images.Report = (_, _) => throw new InvalidOperationException("a bug in /src/host.cs");

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Unavailable, result.Status);
        Assert.DoesNotContain("bug", result.Error, StringComparison.Ordinal);
        Assert.Contains(host.Log.At(LogLevel.Error),
            line => line.Contains("a bug", StringComparison.Ordinal) && line.Contains(result.InvocationId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_NoImage_UnavailableAndSaysSo()
    {
        await using CallHost host = new();
        host.Images.Report = (skill, _) =>
            Task.FromResult(new ImageBuildReport { Skill = skill, Outcome = ImageBuildOutcome.Failed, Message = "RUN false" });

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Unavailable, result.Status);
        Assert.Contains("could not be built", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ImageGoneOnce_IsMadeAgainAndCalled()
    {
        await using CallHost host = new();
        host.Engine.Before = (name, _) => name == "create" && host.Images.Forgotten == 0
            ? throw new EngineException(EngineFailure.NotFound, "No such image.")
            : Task.CompletedTask;

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Equal($"sha256:{1:x64}", Assert.Single(host.Engine.Made).Spec.ImageId);
    }

    [Fact]
    public async Task Call_ImageGoneTwice_UnavailableAndNotTriedForEver()
    {
        await using CallHost host = new();
        host.Engine.Before = (name, _) => name == "create"
            ? throw new EngineException(EngineFailure.NotFound, "No such image.")
            : Task.CompletedTask;

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Unavailable, result.Status);
        Assert.Equal(1, host.Images.Forgotten);
    }

    [Fact]
    public async Task Call_Ends_OneInformationLineWithoutArgumentsOrOutput()
    {
        await using CallHost host = new();

        await host.CallAsync("""{"secret":"hunter2"}""");

        string line = Assert.Single(host.Log.At(LogLevel.Information));
        Assert.Contains("probe.run ended ok", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    private static InvocationOptions Narrowed(TimeSpan timeout) => new() { Narrowing = new PolicyNarrowing { Timeout = timeout } };

    private static Func<FakeProcess, Task<ProcessExit>> Printing(string text, int exitCode) => async process =>
    {
        await process.PrintAsync(text);
        return FakeProcess.Exit(exitCode);
    };
}
