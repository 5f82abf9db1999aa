using System.Collections.Concurrent;
using System.Text;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Core.Tests.Invocations;

/// <summary>What a process is given, and what comes back of what it writes.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(32 * 1024)]
    [InlineData(1_000_000)]
    public async Task Arguments_OfAnySize_ArriveByteForByte(int size)
    {
        await using CallHost host = new();
        byte[] arrived = [];
        host.Engine.Program = async process =>
        {
            arrived = await process.ReadInputAsync();
            return FakeProcess.Exit(0);
        };
        string arguments = $$"""{ "a" : "{{new string('x', size)}}\u0000\"--flag\n" }""";

        InvocationResult result = await host.CallAsync(arguments);

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Equal(Encoding.UTF8.GetBytes(arguments), arrived);
    }

    [Fact]
    public async Task Process_IsStarted_WithCommandEnvironmentAndDeadlineOfItsOwn()
    {
        await using CallHost host = new();
        FakeProcess? seen = null;
        host.Engine.Program = process =>
        {
            seen = process;
            return Task.FromResult(FakeProcess.Exit(0));
        };

        InvocationResult result = await host.CallAsync("""{"token":"hunter2"}""");

        Assert.Equal(["sh", "-c", "work"], seen!.Arguments);
        Assert.Equal("/skill", seen.WorkingDirectory);
        Assert.Equal(CallHost.Policy.Limits.Timeout + TimeSpan.FromSeconds(2), seen.Deadline);
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["COLOUR"] = "green",
                ["HOME"] = "/tmp",
                ["LC_CTYPE"] = "C.UTF-8",
                ["PATH"] = "/opt/bin:/bin",
                ["SKILL_FUNCTION"] = "run",
                ["SKILL_INVOCATION_ID"] = result.InvocationId,
                ["SKILL_NAME"] = "probe",
            },
            new SortedDictionary<string, string>(seen.Environment.ToDictionary()));
    }

    [Fact]
    public async Task Process_EndsWithoutReading_CallIsOkAllTheSame()
    {
        await using CallHost host = new();
        host.Engine.Program = _ => Task.FromResult(FakeProcess.Exit(0));

        InvocationResult result = await host.CallAsync($$"""{"a":"{{new string('x', 900_000)}}"}""");

        Assert.Equal(InvocationStatus.Ok, result.Status);
    }

    [Fact]
    public async Task Output_OverLimit_BeginningKeptAllCountedAndRestDrained()
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            for (int i = 0; i < 300; i++)
            {
                await process.PrintAsync(new string((char)('a' + (i % 26)), 10_000));
            }

            await process.PrintErrorAsync("fine");
            return FakeProcess.Exit(0);
        };

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.True(result.Truncated);
        Assert.Equal(new string('a', 1000), result.Stdout);
        Assert.Equal(3_000_000, result.StdoutBytes);
        Assert.Equal("fine", result.Stderr);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Events_WhateverTheSplit_AreWholeCharactersAndJoinToTheResult(int piece)
    {
        await using CallHost host = new();
        byte[] bytes = [.. Encoding.UTF8.GetBytes("aé€𝄞\0"), 0xFF, 0xC3, .. Encoding.UTF8.GetBytes("z€")];
        host.Engine.Program = async process =>
        {
            foreach (byte[] part in bytes.Chunk(piece))
            {
                await process.Output.WriteAsync(part);
            }

            return FakeProcess.Exit(0);
        };
        ConcurrentQueue<string> pieces = new();

        InvocationResult result = await host.CallAsync(options: Observed(pieces));

        Assert.Equal("aé€𝄞\0\uFFFD\uFFFDz€", result.Stdout);
        Assert.Equal(result.Stdout, string.Concat(pieces));
        Assert.All(pieces, text => Assert.False(char.IsHighSurrogate(text[^1])));
    }

    [Theory]
    [InlineData(998)]
    [InlineData(999)]
    [InlineData(1000)]
    public async Task Output_CutInsideACharacter_EndsBeforeItInResultAndEvents(int before)
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            await process.PrintAsync(new string('x', before) + "€€");
            return FakeProcess.Exit(0);
        };
        ConcurrentQueue<string> pieces = new();

        InvocationResult result = await host.CallAsync(options: Observed(pieces));

        Assert.Equal(new string('x', before), result.Stdout);
        Assert.Equal(result.Stdout, string.Concat(pieces));
    }

    [Fact]
    public async Task Observer_Fails_CallGoesOnWithoutIt()
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            await process.PrintAsync("one");
            await process.PrintErrorAsync("two");
            return FakeProcess.Exit(0);
        };

        InvocationResult result =
            await host.CallAsync(options: new InvocationOptions { OnEvent = (_, _) => throw new InvalidOperationException("observer") });

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Equal(("one", "two"), (result.Stdout, result.Stderr));
    }

    [Fact]
    public async Task Observer_NeverReturns_CallStillEndsAtItsDeadline()
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            await process.PrintAsync("stuck");
            return await process.HangAsync();
        };
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        InvocationOptions options = new()
        {
            OnEvent = (_, _) =>
            {
                entered.TrySetResult();
                return new ValueTask(Task.Delay(Timeout.Infinite, CancellationToken.None));
            },
        };

        Task<InvocationResult> call = host.CallAsync(options: options);
        await entered.Task;
        await host.Time.WaitForTimerAsync(CallHost.Policy.Limits.Timeout);
        host.Time.Advance(CallHost.Policy.Limits.Timeout);
        await host.Time.WaitForTimerAsync(TimeSpan.FromMilliseconds(500));
        host.Time.Advance(TimeSpan.FromSeconds(1));
        InvocationResult result = await call;

        Assert.Equal(InvocationStatus.TimedOut, result.Status);
        Assert.Equal("stuck", result.Stdout);
    }

    [Fact]
    public async Task SlowObserver_OfMuchOutput_HoldsTheFunctionBackAndLosesNothing()
    {
        await using CallHost host = new();
        long written = 0;
        host.Engine.Program = async process =>
        {
            for (int i = 0; i < 400; i++)
            {
                await process.PrintAsync(new string('x', 10_000));
                Interlocked.Add(ref written, 10_000);
            }

            return FakeProcess.Exit(0);
        };
        SandboxPolicy policy = CallHost.Policy with { Limits = CallHost.Policy.Limits with { OutputBytes = 8 << 20 } };
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        InvocationOptions options = new()
        {
            OnEvent = async (_, _) =>
            {
                entered.TrySetResult();
                await release.Task;
            },
        };

        Task<InvocationResult> call = host.CallAsync(function: CallHost.Function(policy: policy), options: options);
        await entered.Task;
        long whileHeld = Interlocked.Read(ref written);
        release.SetResult();
        InvocationResult result = await call;

        Assert.True(whileHeld < 4_000_000);
        Assert.Equal(4_000_000, result.Stdout.Length);
        Assert.False(result.Truncated);
    }

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 50_001)]
    public async Task Observer_OfMoreThanTheLimit_HearsWhatTheResultHoldsUnlessItAsksForAll(bool all, int heard)
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            for (int i = 0; i < 10; i++)
            {
                await process.PrintAsync(new string('x', 5000));
            }

            await process.PrintAsync("é");
            return FakeProcess.Exit(0);
        };
        SandboxPolicy policy = CallHost.Policy with { Limits = CallHost.Policy.Limits with { OutputBytes = 1000 } };
        ConcurrentQueue<string> pieces = new();

        InvocationResult result = await host.CallAsync(
            function: CallHost.Function(policy: policy), options: Observed(pieces) with { AllOutput = all });

        Assert.Equal((1000, 50_002L), (result.Stdout.Length, result.StdoutBytes));
        Assert.Equal(heard, string.Concat(pieces).Length);
        Assert.Equal(all, string.Concat(pieces).EndsWith('é'));
    }

    [Fact]
    public async Task Progress_LinesOfManyKinds_OnlyTrueOnesBecomeEvents()
    {
        await using CallHost host = new();
        host.Engine.Program = async process =>
        {
            await process.ReportAsync("{\"progress\":0.5}\n{\"prog");
            await process.ReportAsync(
                "ress\":2,\"total\":4,\"message\":\"a\\u001b[2Jb\"}\nnonsense\n[]\n{\"progress\":\"1\"}\n{\"progress\":1e400}\n");
            await process.ReportAsync(new string('x', 10_000) + "\n{\"progress\":3}");
            return FakeProcess.Exit(0);
        };
        ConcurrentQueue<InvocationEvent> events = new();
        InvocationOptions options = new()
        {
            OnEvent = (e, _) =>
            {
                events.Enqueue(e);
                return ValueTask.CompletedTask;
            },
        };

        await host.CallAsync(options: options);

        Assert.Equal<InvocationEvent>(
            [new ProgressEvent(0.5, null, null), new ProgressEvent(2, 4, "a [2Jb"), new ProgressEvent(3, null, null)], events);
    }

    [Fact]
    public async Task Phases_OfACall_AddUpToItsDuration()
    {
        await using CallHost host = new();
        host.Engine.Program = _ =>
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(40));
            return Task.FromResult(FakeProcess.Exit(0));
        };
        host.Engine.Before = (name, _) =>
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(name == "create" ? 10 : 0));
            return Task.CompletedTask;
        };

        InvocationResult result = await host.CallAsync();

        InvocationPhases phases = result.Phases;
        Assert.Equal(50, result.DurationMs, 3);
        Assert.Equal(result.DurationMs, phases.QueueMs + phases.AcquireMs + phases.RunMs + phases.CollectMs, 3);
        Assert.True(phases.AcquireMs >= 10);
    }

    private static InvocationOptions Observed(ConcurrentQueue<string> pieces) => new()
    {
        OnEvent = (e, _) =>
        {
            pieces.Enqueue(((OutputEvent)e).Text);
            return ValueTask.CompletedTask;
        },
    };
}
