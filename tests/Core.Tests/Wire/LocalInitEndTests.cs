using SkillHost.Wire;

namespace SkillHost.Tests.Wire;

public sealed class LocalInitEndTests : LocalInitScene
{
    [Fact]
    public async Task Signal_Sent_EndsTheProcessByIt()
    {
        await using var process = await Connection.StartAsync(Shell("echo up; exec sleep 1000"), Limit);
        await process.Output.ReadExactlyAsync(new byte[3], Limit);

        await process.SignalAsync(15, Limit);
        var exit = await process.Exited.WaitAsync(Limit);

        Assert.Equal(15, exit.Signal);
        Assert.Null(exit.ExitCode);
        Assert.False(exit.DeadlinePassed);
    }

    [Fact]
    public async Task Deadline_Passes_KillsTheTreeAndSaysSo()
    {
        await using var process = await Connection.StartAsync(
            Shell("trap '' TERM INT; sleep 1000 & echo x; wait") with { Deadline = TimeSpan.FromMilliseconds(200) }, Limit);

        Assert.Equal("x\n", await ReadTextAsync(process.Output));
        var exit = await process.Exited.WaitAsync(Limit);

        Assert.True(exit.DeadlinePassed);
        Assert.Equal(9, exit.Signal);
        await AssertNoDescendantsAsync();
    }

    [Fact]
    public async Task Exit_DescendantsHoldTheOutput_TheyAreKilledAndItEnds()
    {
        await using var process = await Connection.StartAsync(
            Shell("sleep 1000 & setsid sleep 1000 & (setsid sh -c 'sleep 1000; :' &) ; echo done"), Limit);

        Assert.Equal("done\n", await ReadTextAsync(process.Output));
        Assert.Equal(0, (await process.Exited.WaitAsync(Limit)).ExitCode);
        await AssertNoDescendantsAsync();
    }

    [Fact]
    public async Task Exit_AnotherProcessRuns_ItIsLeftAlone()
    {
        await using var stays = await Connection.StartAsync(Shell("sleep 1000 & cat"), Limit);
        await using var ends = await Connection.StartAsync(Shell("(setsid sh -c 'sleep 1000; :' &); sleep 1000 & echo done"), Limit);

        Assert.Equal("done\n", await ReadTextAsync(ends.Output));
        await ends.Exited.WaitAsync(Limit);
        await stays.Input.WriteAsync("still\n"u8.ToArray(), Limit);
        var answer = new byte[6];
        await stays.Output.ReadExactlyAsync(answer, Limit);

        Assert.Equal("still\n"u8.ToArray(), answer);
        Assert.Equal(3, Descendants().Count);
        await stays.KillTreeAsync(Limit);
        Assert.Equal(9, (await stays.Exited.WaitAsync(Limit)).Signal);
        await AssertNoDescendantsAsync();
    }

    [Fact]
    public async Task Dispose_RunningProcess_KillsItsTree()
    {
        var process = await Connection.StartAsync(Shell("sleep 1000 & echo up; wait"), Limit);
        await process.Output.ReadExactlyAsync(new byte[3], Limit);
        Assert.NotEmpty(Descendants());

        await process.DisposeAsync();

        await AssertNoDescendantsAsync();
        await Assert.ThrowsAsync<WireException>(() => process.Exited);
    }

    [Fact]
    public async Task Orphans_ThatEnd_LeaveNoZombies()
    {
        await using var process = await Connection.StartAsync(
            Shell("for i in $(seq 50); do (sleep 0 &); done; echo made; exec cat"), Limit);
        await process.Output.ReadExactlyAsync(new byte[5], Limit);

        await UntilAsync(() => Descendants().Count == 1);
    }

    [Fact]
    public async Task Exit_CpuOfDescendants_IsCounted()
    {
        await using var process = await Connection.StartAsync(Shell("(i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done) & wait"), Limit);

        var exit = await process.Exited.WaitAsync(Limit);

        Assert.InRange(exit.CpuMicroseconds, 20_000, 60_000_000);
    }

    [Fact]
    public async Task Connection_Closed_InitKillsEverythingAndEnds()
    {
        var process = await Connection.StartAsync(Shell("sleep 1000 & setsid sleep 1000 & echo up; wait"), Limit);
        await process.Output.ReadExactlyAsync(new byte[3], Limit);
        var children = Descendants();

        await Connection.DisposeAsync();
        await Init.ExitedAsync().WaitAsync(Limit);

        Assert.Equal(3, children.Count);
        await UntilAsync(() => children.TrueForAll(pid => !Directory.Exists($"/proc/{pid}") || IsZombie(pid)));
        Assert.Equal("", await Init.LastWord);
    }

    [Fact]
    public async Task Connection_DeadlinePasses_InitKillsEverythingAndEnds()
    {
        await using var process = await Connection.StartAsync(Shell("exec sleep 1000"), Limit);

        await Connection.SetDeadlineAsync(TimeSpan.FromMilliseconds(100), Limit);
        var failure = await Assert.ThrowsAsync<WireException>(() => process.Exited.WaitAsync(Limit));

        Assert.Equal(WireFailure.Ended, failure.Failure);
        Assert.Equal("skillhost-init: the deadline of this container has passed\n", await Init.LastWord);
    }

    [Fact]
    public async Task Deadline_GivenAsArgument_EndsAnInitNobodySpeaksTo()
    {
        await using var init = new LocalInit(InitFacts.DeadlineArgument, "50");

        await init.ExitedAsync().WaitAsync(Limit);

        Assert.Equal("skillhost-init: the deadline of this container has passed\n", await init.LastWord);
    }

    [Theory]
    [InlineData(new byte[] { 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9 }, "frame version 9")]
    [InlineData(
        new byte[] { 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 6, 1, 99, 0, 0, 0, 0 },
        "a channel of version 1 and kind 99")]
    [InlineData(new byte[] { 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0 }, "ended a channel before")]
    public async Task Init_HostBreaksTheProtocol_EndsWithALastWord(byte[] bytes, string said)
    {
        await using var init = new LocalInit();

        await init.Transport.WriteAsync(bytes, Limit);
        await init.Transport.FlushAsync(Limit);

        Assert.Contains(said, await init.LastWord.WaitAsync(Limit), StringComparison.Ordinal);
    }
}
