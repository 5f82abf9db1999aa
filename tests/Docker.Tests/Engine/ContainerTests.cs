using System.Security.Cryptography;
using SkillHost.Containers;

namespace SkillHost.Docker.Tests.Engine;

public sealed class ContainerTests(EngineFixture fixture) : EngineTest(fixture)
{
    [Fact]
    public async Task Info_RealEngine_NamesVersionAndWhatItCanEnforce()
    {
        using var deadline = Deadlines.Short();

        var info = await Engine.GetInfoAsync(deadline.Token);

        Assert.NotEmpty(info.Version);
        Assert.Matches(@"^1\.\d+$", info.ApiVersion);
        Assert.Contains("seccomp", info.SecurityOptions);
        Assert.Contains("runc", info.Runtimes);
        Assert.Empty(info.Unenforced);
        Assert.True(info.MemoryBytes > 0);
        Assert.Same(info, await Engine.GetInfoAsync(deadline.Token));
    }

    [Fact]
    public async Task Attach_InputEndedByHalfClose_OutputStillArrivesByteForByte()
    {
        var input = RandomNumberGenerator.GetBytes(1_000_003);

        var outcome = await Fixture.RunAsync(Fixture.Command("/bin/cat"), input);

        Assert.Equal(input, outcome.Output);
    }

    [Fact]
    public async Task Attach_BothStreams_AreKeptApart()
    {
        var outcome = await Fixture.RunAsync(Fixture.Script("for i in 1 2 3; do echo out$i; echo err$i >&2; done"));

        Assert.Equal("out1\nout2\nout3\n", outcome.Text);
        Assert.Equal("err1\nerr2\nerr3\n", outcome.ErrorTail);
    }

    [Fact]
    public async Task Attach_OutputLooksLikeFrames_IsPassedOnAsData()
    {
        var outcome = await Fixture.RunAsync(Fixture.Script(
            @"printf '\001\000\000\000\000\000\000\005hello\002\000\000\000\377\377\377\377'"));

        Assert.Equal("0100000000000005" + "68656C6C6F" + "02000000FFFFFFFF", Convert.ToHexString(outcome.Output));
        Assert.Equal("", outcome.ErrorTail);
    }

    [Fact]
    public async Task Attach_ManyErrors_KeepsTheLastFourKilobytes()
    {
        var outcome = await Fixture.RunAsync(Fixture.Script("seq 1 100000 >&2; echo done"));

        Assert.Equal("done\n", outcome.Text);
        Assert.Equal(4096, outcome.ErrorTail.Length);
        Assert.EndsWith("\n99999\n100000\n", outcome.ErrorTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_HundredMegabytes_ArriveWhole()
    {
        const int Wanted = 100_000_000;
        using var deadline = Deadlines.Short();
        var spec = Fixture.Script($"head -c {Wanted} /dev/zero | tr '\\0' x");
        await Engine.CreateAsync(spec, deadline.Token);
        await using var attachment = await Engine.AttachAsync(spec.Name, deadline.Token);
        await Engine.StartAsync(spec.Name, deadline.Token);

        var buffer = new byte[128 * 1024];
        var total = 0;
        int read;
        while ((read = await attachment.Duplex.ReadAsync(buffer, deadline.Token)) > 0)
        {
            Assert.False(buffer.AsSpan(0, read).ContainsAnyExcept((byte)'x'));
            total += read;
        }

        Assert.Equal(Wanted, total);
    }

    [Fact]
    public async Task Attach_ConnectionDropped_ProcessReadsTheEndAndTheEngineRemovesTheContainer()
    {
        using var deadline = Deadlines.Short();
        var spec = Fixture.Command("/bin/cat");
        var id = await Engine.CreateAsync(spec, deadline.Token);
        var events = Engine.WatchAsync(Fixture.Labels, deadline.Token);
        var attachment = await Engine.AttachAsync(spec.Name, deadline.Token);
        await Engine.StartAsync(spec.Name, deadline.Token);

        await attachment.DisposeAsync();

        await foreach (var seen in events)
        {
            if (seen.Id == id && seen.Action == "destroy")
            {
                break;
            }
        }

        Assert.Null(await Engine.FindAsync(id, deadline.Token));
    }

    [Fact]
    public async Task Attach_UnknownContainer_IsNotFound()
    {
        using var deadline = Deadlines.Short();

        var fault = await Assert.ThrowsAsync<EngineException>(() => Engine.AttachAsync("skillhost-no-such", deadline.Token));

        Assert.Equal(EngineFailure.NotFound, fault.Failure);
        Assert.Contains("skillhost-no-such", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_UnknownImage_IsNotFound()
    {
        using var deadline = Deadlines.Short();
        var spec = Fixture.Script("true") with { ImageId = "sha256:" + new string('0', 64) };

        var fault = await Assert.ThrowsAsync<EngineException>(() => Engine.CreateAsync(spec, deadline.Token));

        Assert.Equal(EngineFailure.NotFound, fault.Failure);
    }

    [Fact]
    public async Task Create_NameTaken_IsConflict()
    {
        using var deadline = Deadlines.Short();
        var spec = Fixture.Script("true");
        await Engine.CreateAsync(spec, deadline.Token);

        var fault = await Assert.ThrowsAsync<EngineException>(() => Engine.CreateAsync(spec, deadline.Token));

        Assert.Equal(EngineFailure.Conflict, fault.Failure);
        await Engine.RemoveAsync(spec.Name, deadline.Token);
    }

    [Fact]
    public async Task Start_ProgramIsMissing_FailsAndRemoveCleansUp()
    {
        using var deadline = Deadlines.Short();
        var spec = Fixture.Command("/no/such/program");
        await Engine.CreateAsync(spec, deadline.Token);

        var fault = await Assert.ThrowsAsync<EngineException>(() => Engine.StartAsync(spec.Name, deadline.Token));

        Assert.Equal(EngineFailure.BadRequest, fault.Failure);
        Assert.Contains("/no/such/program", fault.Message, StringComparison.Ordinal);
        await Engine.RemoveAsync(spec.Name, deadline.Token);
    }

    [Fact]
    public async Task Remove_RunningThenAbsent_SucceedsBothTimes()
    {
        using var deadline = Deadlines.Short();
        var spec = Fixture.Command("/bin/sleep", "600");
        await Engine.CreateAsync(spec, deadline.Token);
        await Engine.StartAsync(spec.Name, deadline.Token);

        await Engine.RemoveAsync(spec.Name, deadline.Token);
        await Engine.RemoveAsync(spec.Name, deadline.Token);

        Assert.Null(await Engine.FindAsync(spec.Name, deadline.Token));
    }

    [Fact]
    public async Task Remove_TenAtOnce_AllSucceed()
    {
        using var deadline = Deadlines.Short();
        var spec = Fixture.Command("/bin/sleep", "600");
        await Engine.CreateAsync(spec, deadline.Token);
        await Engine.StartAsync(spec.Name, deadline.Token);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Engine.RemoveAsync(spec.Name, deadline.Token)));
    }

    [Fact]
    public async Task Find_CreatedAndRunning_TellsWhichAndNoExitCode()
    {
        using var deadline = Deadlines.Short();
        var spec = Fixture.Command("/bin/sleep", "600");
        var id = await Engine.CreateAsync(spec, deadline.Token);

        var created = await Engine.FindAsync(spec.Name, deadline.Token);
        await Engine.StartAsync(spec.Name, deadline.Token);
        var running = await Engine.FindAsync(id, deadline.Token);

        Assert.Equal((false, null, id), (created!.Running, created.ExitCode, created.Id));
        Assert.Equal((true, null, id), (running!.Running, running.ExitCode, running.Id));
        await Engine.RemoveAsync(id, deadline.Token);
    }

    [Fact]
    public async Task List_ByLabels_FindsExactlyTheLabelled()
    {
        using var deadline = Deadlines.Short();
        var mine = Fixture.Script("true") with { Labels = new Dictionary<string, string>(Fixture.Labels) { ["kind"] = "one" } };
        var other = Fixture.Script("true");
        var id = await Engine.CreateAsync(mine, deadline.Token);
        await Engine.CreateAsync(other, deadline.Token);

        var byValue = await Engine.ListAsync(mine.Labels, deadline.Token);
        var byKey = await Engine.ListAsync(
            new Dictionary<string, string>(Fixture.Labels) { ["kind"] = "" }, deadline.Token);
        var none = await Engine.ListAsync(new Dictionary<string, string>(Fixture.Labels) { ["kind"] = "two" }, deadline.Token);

        var row = Assert.Single(byValue);
        Assert.Equal((id, mine.Name, "created", "one"), (row.Id, row.Name, row.State, row.Labels["kind"]));
        Assert.Equal(id, Assert.Single(byKey).Id);
        Assert.Empty(none);
        await Engine.RemoveAsync(mine.Name, deadline.Token);
        await Engine.RemoveAsync(other.Name, deadline.Token);
    }

    [Fact]
    public async Task Watch_ProcessOutOfMemory_TellsOomAndDie()
    {
        using var deadline = Deadlines.Short();
        var events = Engine.WatchAsync(Fixture.Labels, deadline.Token);
        var spec = Fixture.Script("head -c 60000000 /dev/zero | tail -c 60000000 >/dev/null; exit 7") with { MemoryBytes = 16 << 20 };
        var id = await Engine.CreateAsync(spec, deadline.Token);

        await Engine.StartAsync(id, deadline.Token);

        var seen = new List<ContainerEvent>();
        await foreach (var next in events)
        {
            if (next.Id == id)
            {
                seen.Add(next);
            }

            if (next.Id == id && next.Action == "destroy")
            {
                break;
            }
        }

        Assert.Contains(seen, next => next.Action == "oom");
        Assert.Equal(7, Assert.Single(seen, next => next.Action == "die").ExitCode);
    }

    [Fact]
    public async Task Watch_Cancelled_EndsWithCancellation()
    {
        using var stop = new CancellationTokenSource();
        await using var events = Engine.WatchAsync(Fixture.Labels, stop.Token).GetAsyncEnumerator();
        var next = events.MoveNextAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task Start_ShortestProgram_OutputIsNeverLost()
    {
        for (var round = 0; round < 10; round++)
        {
            var outcome = await Fixture.RunAsync(Fixture.Command("/bin/echo", "x"));

            Assert.Equal("x\n", outcome.Text);
        }
    }
}
