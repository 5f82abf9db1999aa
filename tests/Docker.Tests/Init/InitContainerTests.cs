using System.Formats.Tar;
using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Docker.Tests.Init;

/// <summary>Init as process 1 of a real container: unprivileged user, no capabilities, read-only root, no network.</summary>
public sealed class InitContainerTests : InitScene
{
    [SkippableFact]
    public async Task Process_Started_RunsAsTheSkillsUserWithoutPrivileges()
    {
        var container = await StartContainerAsync();

        var (output, exit) = await RunAsync(
            container,
            Shell("id -u; grep -E 'CapEff|NoNewPrivs' /proc/self/status; cat /proc/self/oom_score_adj; cat /proc/$PPID/comm; echo $PPID"));

        Assert.Equal("100001\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\n1000\nskillhost-init\n1\n", output);
        Assert.Equal(0, exit.ExitCode);
    }

    [SkippableFact]
    public async Task Image_FromScratch_HoldsNothingElseAndWorks()
    {
        Skip.IfNot(RawEngine.Answers, "no Docker Engine on this machine");
        var image = $"wire-init-scratch:{Guid.NewGuid():n}";
        await ImportAsync(image);
        try
        {
            var container = await StartContainerAsync(new InitContainerSpec { Image = image });

            // The only program there is: told something it does not understand, it says so and ends.
            await using var process = await container.Connection.StartAsync(
                new ProcessStart { Arguments = ["/skillhost-init", "nonsense"] }, Limit);
            using var reader = new StreamReader(process.Error);
            var said = await reader.ReadToEndAsync(Limit);
            var exit = await process.Exited.WaitAsync(Limit);
            var missing = await Assert.ThrowsAsync<WireException>(() => container.Connection.StartAsync(Shell("true"), Limit));

            Assert.StartsWith("skillhost-init: wanted nothing or --deadline-ms", said, StringComparison.Ordinal);
            Assert.Equal(1, exit.ExitCode);
            Assert.Equal("program not found: sh", missing.Message);
            await container.DisposeAsync();
        }
        finally
        {
            await RawEngine.DeleteAsync($"images/{image}?force=1");
        }
    }

    [SkippableFact]
    public async Task ProcessOne_AfterMuchWork_HoldsTheTasksItSays()
    {
        var container = await StartContainerAsync();
        for (var count = 0; count < 50; count++)
        {
            await AssertWorksAsync(container);
        }

        var (output, _) = await RunAsync(container, Shell("grep Threads /proc/1/status; grep -l '^State:.Z' /proc/[0-9]*/status"));

        Assert.Equal($"Threads:\t{InitFacts.Threads}\n", output);
    }

    [SkippableFact]
    public async Task Orphans_ThatEnd_LeaveNoZombies()
    {
        var container = await StartContainerAsync(new InitContainerSpec { Pids = 100 });

        var (output, _) = await RunAsync(container, Shell(
            "for i in $(seq 50); do (sleep 0 &) ; done; while ls /proc/[0-9]*/comm | xargs grep -l sleep >/dev/null 2>&1; do :; done; "
            + "grep -l '^State:.Z' /proc/[0-9]*/status; echo none"));

        Assert.Equal("none\n", output);
    }

    [SkippableFact]
    public async Task Connection_Closed_ContainerEnds()
    {
        var container = await StartContainerAsync();
        await using var process = await container.Connection.StartAsync(
            Shell("trap '' TERM INT HUP; setsid sleep 1000 & echo up; sleep 1000"), Limit);
        await process.Output.ReadExactlyAsync(new byte[3], Limit);

        await container.Connection.DisposeAsync();

        Assert.Equal(0, await container.WaitAsync().WaitAsync(Limit));
    }

    [SkippableFact]
    public async Task Deadline_NobodySpeaks_ContainerEnds()
    {
        var container = await StartContainerAsync(new InitContainerSpec { Arguments = [InitFacts.DeadlineArgument, "300"] });

        Assert.Equal(0, await container.WaitAsync().WaitAsync(Limit));
        await Assert.ThrowsAsync<WireException>(() => container.Connection.Completion.WaitAsync(Limit));
        Assert.Equal("skillhost-init: the deadline of this container has passed\n", container.Transport.Error);
    }

    [SkippableFact]
    public async Task Terminate_FromOutside_EndsTheContainer()
    {
        var container = await StartContainerAsync();
        await AssertWorksAsync(container);

        await RawEngine.PostAsync($"containers/{container.Id}/kill?signal=SIGTERM", null);

        Assert.Equal(0, await container.WaitAsync().WaitAsync(Limit));
    }

    [SkippableFact]
    public async Task Output_FiftyMegabytes_ArrivesWhole()
    {
        var container = await StartContainerAsync();
        await using var process = await container.Connection.StartAsync(Shell("head -c 50000000 /dev/zero; printf end"), Limit);

        var buffer = new byte[64 * 1024];
        long total = 0;
        int count;
        byte last = 0;
        while ((count = await process.Output.ReadAsync(buffer, Limit)) > 0)
        {
            total += count;
            last = buffer[count - 1];
        }

        Assert.Equal(50_000_003, total);
        Assert.Equal((byte)'d', last);
    }

    [SkippableFact]
    public async Task Output_OfTwoAtOnceInPiecesOfEverySize_ArrivesInOrder()
    {
        const string Numbers = "seq 1 400000; seq 1 2000 | while read n; do printf '%s ' $n; done; seq 400001 800000";
        var container = await StartContainerAsync();
        var (expected, _) = await RunAsync(container, Shell(Numbers + " | cat"));

        var both = await Task.WhenAll(
            RunAsync(container, Shell($"{{ {Numbers}; }} | dd obs=37k 2>/dev/null")), RunAsync(container, Shell(Numbers)));

        Assert.True(expected.Length > 5_000_000);
        Assert.StartsWith("1\n2\n3\n", expected, StringComparison.Ordinal);
        Assert.EndsWith("799999\n800000\n", expected, StringComparison.Ordinal);
        Assert.All(both, got => Assert.True(got.Output == expected));
    }

    private static async Task ImportAsync(string image)
    {
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await using var program = File.OpenRead(InitProgram.Path);
            await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "skillhost-init")
            {
                DataStream = program,
                Mode = (UnixFileMode)0b101_101_101,
            });
        }

        tar.Position = 0;
        await RawEngine.PostTarAsync($"images/create?fromSrc=-&repo={image.Split(':')[0]}&tag={image.Split(':')[1]}", tar);
    }
}
