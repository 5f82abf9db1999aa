using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Docker.Tests.Init;

/// <summary>What a skill may try against process 1 of its container.</summary>
public sealed class InitAttackTests : InitScene
{
    [SkippableFact]
    public async Task Attack_EverySignalToProcessOne_ChangesNothing()
    {
        var container = await StartContainerAsync();

        var (output, _) = await RunAsync(
            container,
            Shell("for s in $(seq 1 64); do kill -$s 1; done; i=0; while [ $i -lt 2000 ]; do kill -TERM 1; kill -CHLD 1; i=$((i+1)); done; "
                + "echo sent"));

        Assert.Equal("sent\n", output);
        await AssertWorksAsync(container);
    }

    [SkippableFact]
    public async Task Attack_LookingIntoProcessOne_IsRefused()
    {
        var container = await StartContainerAsync();

        var (output, _) = await RunAsync(container, Shell(
            "for f in environ mem maps auxv; do head -c 1 /proc/1/$f 2>/dev/null && echo read $f; done; "
            + "ls /proc/1/fd 2>/dev/null && echo read fd; "
            + "readlink /proc/1/exe && echo read exe; (echo x > /proc/1/fd/1) 2>/dev/null && echo wrote; "
            + "head -c 1 /proc/self/environ >/dev/null && echo control"));

        Assert.Equal("control\n", output);
        await AssertWorksAsync(container);
    }

    [SkippableFact]
    public async Task Attack_KillEverything_EndsOnlyItself()
    {
        var container = await StartContainerAsync();

        var (_, exit) = await RunAsync(container, Shell("kill -9 -1; kill -9 $$; sleep 100"));

        Assert.Equal(9, exit.Signal);
        await AssertWorksAsync(container);
    }

    [SkippableFact]
    public async Task Attack_ForkBomb_IsKilledAtItsDeadlineAndLeavesNothing()
    {
        var container = await StartContainerAsync();

        var (_, exit) = await RunAsync(container, Shell("f(){ f|f& }; f; sleep 100") with { Deadline = TimeSpan.FromSeconds(2) });

        // Every fork fails once the limit is reached, the shell's own for sleep as well: it may end by itself.
        Assert.True(exit.DeadlinePassed || exit.ExitCode is not null);
        var (left, _) = await RunAsync(container, Shell("ls /proc | grep -c '^[0-9]'"));
        Assert.InRange(int.Parse(left, System.Globalization.CultureInfo.InvariantCulture), 1, 5);
    }

    [SkippableFact]
    public async Task Attack_FillingEveryPipe_StallsNobodyElse()
    {
        var container = await StartContainerAsync();
        await using var noisy = await container.Connection.StartAsync(
            Shell("cat /dev/zero & cat /dev/zero >&2 & cat /dev/zero >&3") with { Progress = true }, Limit);
        await noisy.Output.ReadExactlyAsync(new byte[1], Limit);

        await AssertWorksAsync(container);

        Assert.False(noisy.Exited.IsCompleted);
    }

    [SkippableFact]
    public async Task Attack_ReadingItsOutputBackFromThePipe_StallsNobodyElse()
    {
        var container = await StartContainerAsync();
        await using var robber = await container.Connection.StartAsync(
            Shell("cat /dev/zero & for i in 1 2 3; do cat /proc/$$/fd/1 >/dev/null & done; wait"), Limit);
        var buffer = new byte[256 * 1024];
        long total = 0;
        while (total < 2 << 20)
        {
            total += await robber.Output.ReadAsync(buffer, Limit);
        }

        await AssertWorksAsync(container);
    }

    [SkippableFact]
    public async Task Attack_GivenUpInTheMiddleOfMuchOutput_StallsNobodyElse()
    {
        var container = await StartContainerAsync();
        for (var i = 0; i < 20; i++)
        {
            var noisy = await container.Connection.StartAsync(Shell("exec cat /dev/zero"), Limit);
            await noisy.Output.ReadExactlyAsync(new byte[300_000 + (i * 7919)], Limit);
            await noisy.DisposeAsync();
        }

        await AssertWorksAsync(container);
    }

    [SkippableFact]
    public async Task Attack_ClosingItsDescriptors_EndsNothing()
    {
        var container = await StartContainerAsync();
        await using var process = await container.Connection.StartAsync(Shell("exec 0<&- 1>&- 2>&-; exec sleep 100"), Limit);

        Assert.Equal(0, await process.Output.ReadAsync(new byte[1], Limit));
        Assert.Equal(0, await process.Error.ReadAsync(new byte[1], Limit));
        Assert.False(process.Exited.IsCompleted);
        await AssertWorksAsync(container);
    }

    [SkippableFact]
    public async Task Attack_ChildEatsAllMemory_IsToldAlthoughTheParentExitsWithZero()
    {
        var container = await StartContainerAsync();

        var (output, exit) = await RunAsync(container, Shell("tail /dev/zero; echo survived; exit 0"));
        var (_, quiet) = await RunAsync(container, Shell("exit 0"));

        Assert.Equal("survived\n", output);
        Assert.Equal(0, exit.ExitCode);
        Assert.Equal(1, exit.OutOfMemoryKills);
        Assert.InRange(exit.PeakMemoryBytes, 48 << 20, 64 << 20);
        Assert.Equal(0, quiet.OutOfMemoryKills);
    }

    [SkippableFact]
    public async Task Attack_MemoryHeldAtTheLimit_ProcessOneStillStartsOthers()
    {
        var container = await StartContainerAsync(new InitContainerSpec { MemoryBytes = 24 << 20 });
        await using var hog = await container.Connection.StartAsync(
            Shell("head -c 20m /dev/zero > /tmp/full; echo held; exec sleep 100"), Limit);
        await hog.Output.ReadExactlyAsync(new byte[5], Limit);

        await AssertWorksAsync(container);
    }

    [SkippableFact]
    public async Task Attack_EveryProcessTaken_SaysSoAndWorksAgainAfterwards()
    {
        var container = await StartContainerAsync(new InitContainerSpec { Pids = 4 + InitFacts.Threads });
        await using var greedy = await container.Connection.StartAsync(
            Shell("for i in 1 2 3; do sleep 100 & done; echo full; wait"), Limit);
        await greedy.Output.ReadExactlyAsync(new byte[5], Limit);

        var failure = await Assert.ThrowsAsync<WireException>(
            () => container.Connection.StartAsync(new ProcessStart { Arguments = ["/bin/true"] }, Limit));
        await greedy.KillTreeAsync(Limit);
        var exit = await greedy.Exited.WaitAsync(Limit);

        Assert.Equal("no process left: the limit on processes (pids) is reached", failure.Message);
        Assert.Equal(9, exit.Signal);
        await AssertWorksAsync(container);
    }
}
