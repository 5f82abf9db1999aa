using System.Runtime.Versioning;
using SkillHost.Containers;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>Reads the baseline back from inside a container.</summary>
public sealed class BaselineTests(EngineFixture fixture) : EngineTest(fixture)
{
    [Fact]
    public async Task Status_OfAProcess_HasNoPrivilegeAtAll()
    {
        var outcome = await Fixture.RunAsync(Fixture.Script("grep -E '^(Uid|Gid|Groups|Cap|NoNewPrivs|Seccomp):|^Cap' /proc/self/status"));

        var status = outcome.Lines.ToDictionary(line => line.Split(':')[0], line => line.Split(':')[1].Trim());
        Assert.Equal("100123\t100123\t100123\t100123", status["Uid"]);
        Assert.Equal("100123\t100123\t100123\t100123", status["Gid"]);
        foreach (var set in new[] { "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb" })
        {
            Assert.Equal("0000000000000000", status[set]);
        }

        Assert.Equal("1", status["NoNewPrivs"]);
        Assert.Equal("2", status["Seccomp"]);
    }

    [Fact]
    public async Task Limits_OfAProcess_AreTheBaselines()
    {
        var spec = Fixture.Script("cat /proc/self/limits; cat /proc/self/oom_score_adj") with { CpuSeconds = 33 };

        var outcome = await Fixture.RunAsync(spec);

        Assert.Contains(outcome.Lines, line => Words(line) == "Max open files 1024 1024 files");
        Assert.Contains(outcome.Lines, line => Words(line) == "Max core file size 0 0 bytes");
        Assert.Contains(outcome.Lines, line => Words(line) == "Max locked memory 65536 65536 bytes");
        Assert.Contains(outcome.Lines, line => Words(line) == "Max msgqueue size 0 0 bytes");
        Assert.Contains(outcome.Lines, line => Words(line) == "Max pending signals 1024 1024 signals");
        Assert.Contains(outcome.Lines, line => Words(line) == "Max cpu time 33 33 seconds");
        Assert.Contains(outcome.Lines, line => Words(line) == $"Max file size {(16 << 20) + 65536} {(16 << 20) + 65536} bytes");
        Assert.Equal("500", outcome.Lines[^1]);
    }

    [Fact]
    public async Task Mounts_OfAContainer_AreReadOnlyOrBoundedMemory()
    {
        var outcome = await Fixture.RunAsync(Fixture.Script(
            "awk '{print $5, $6, $NF}' /proc/self/mountinfo; touch /x /etc/x /usr/x; echo p > /proc/sys/kernel/core_pattern; "
            + "dd if=/dev/zero of=/tmp/full bs=1M count=200; cp /bin/true /tmp/true; /tmp/true"));

        var root = Assert.Single(outcome.Lines, line => line.StartsWith("/ ", StringComparison.Ordinal));
        Assert.StartsWith("/ ro", root, StringComparison.Ordinal);
        var tmp = Assert.Single(outcome.Lines, line => line.StartsWith("/tmp ", StringComparison.Ordinal));
        Assert.Contains("nosuid,nodev,noexec", tmp, StringComparison.Ordinal);
        Assert.Contains("size=16384k,nr_inodes=4096", tmp, StringComparison.Ordinal);
        var shared = Assert.Single(outcome.Lines, line => line.StartsWith("/dev/shm ", StringComparison.Ordinal));
        Assert.Contains("size=16384k", shared, StringComparison.Ordinal);
        Assert.Contains(outcome.Lines, line => line.StartsWith("/proc/sys ro", StringComparison.Ordinal));
        Assert.Equal(4, Count(outcome.ErrorTail, "Read-only file system"));
        Assert.Contains("No space left on device", outcome.ErrorTail, StringComparison.Ordinal);
        Assert.Contains("/tmp/true: Permission denied", outcome.ErrorTail, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Namespaces_OfAContainer_AreNotTheHosts()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "reads this machine's namespaces and mounts its folders");
        var kinds = new[] { "ipc", "mnt", "net", "pid", "uts", "cgroup" };

        var outcome = await Fixture.RunAsync(Fixture.Script($"for n in {string.Join(' ', kinds)}; do readlink /proc/self/ns/$n; done"));

        Assert.Equal(kinds.Length, outcome.Lines.Length);
        foreach (var (kind, seen) in kinds.Zip(outcome.Lines))
        {
            Assert.NotEqual(new FileInfo($"/proc/self/ns/{kind}").LinkTarget, seen);
        }
    }

    [Fact]
    public async Task Surroundings_OfAContainer_TellNothingOfTheMachine()
    {
        var outcome = await Fixture.RunAsync(Fixture.Script(
            "hostname; cut -d: -f3 /proc/self/cgroup | sort -u; cat /proc/cmdline /proc/interrupts /proc/keys /proc/timer_list | wc -c; "
            + "ls /sys/firmware | wc -l; ls /sys/class/net; cat /etc/resolv.conf; find / -xdev -type s 2>/dev/null | wc -l; env | sort"));

        Assert.Equal(
            ["skill", "/", "0", "0", "lo", "nameserver 192.0.2.1", "0", "HOME=/tmp", "HOSTNAME=skill", "PATH=/usr/bin:/bin", "PWD=/"],
            outcome.Lines);
    }

    [Fact]
    public async Task Environment_OfTheImage_IsSetToEmptyUnlessTheSpecSetsIt()
    {
        using var deadline = Deadlines.Short();
        var tag = $"skillhost-docker-test-env:{Fixture.Run}";
        var image = await Engine.BuildImageAsync(
            BuildTests.Spec(tag),
            BuildTests.Context($"FROM {EngineFixture.BaseImage}\nENV LD_PRELOAD=/evil.so KEPT=image\nENTRYPOINT [\"/bin/false\"]\n"
                + "CMD [\"x\"]\nWORKDIR /var\nUSER root\nHEALTHCHECK CMD touch /tmp/h\nSTOPSIGNAL SIGCHLD\n"),
            new Lines(),
            deadline.Token);
        try
        {
            var spec = Fixture.Script("echo \"[$LD_PRELOAD][$KEPT]\"; pwd; id -u") with
            {
                ImageId = image.Id,
                ImageEnvironment = [.. image.Environment.Keys],
                Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["KEPT"] = "spec" },
            };

            var outcome = await Fixture.RunAsync(spec);

            Assert.Contains("LD_PRELOAD", image.Environment.Keys);
            Assert.Equal(["[][spec]", "/", "100123"], outcome.Lines);
        }
        finally
        {
            await Engine.RemoveImageAsync(tag, CancellationToken.None);
        }
    }

    [Fact]
    public async Task SetuidRootProgram_StartedInside_StaysTheSkillsUser()
    {
        using var deadline = Deadlines.Short();
        var tag = $"skillhost-docker-test-suid:{Fixture.Run}";
        var image = await Engine.BuildImageAsync(
            BuildTests.Spec(tag),
            BuildTests.Context($"FROM {EngineFixture.BaseImage}\nRUN cp /usr/bin/id /id && chmod 4755 /id\n"),
            new Lines(),
            deadline.Token);
        try
        {
            var outcome = await Fixture.RunAsync(Fixture.Script("test -u /id && /id -u") with { ImageId = image.Id });

            Assert.Equal("100123\n", outcome.Text);
        }
        finally
        {
            await Engine.RemoveImageAsync(tag, CancellationToken.None);
        }
    }

    [Fact]
    public async Task TaskLimit_ForkBomb_StopsAtTheLimit()
    {
        var outcome = await Fixture.RunAsync(
            Fixture.Script("i=0; while [ $i -lt 100 ]; do sleep 5 & i=$((i+1)); done; echo all") with { Pids = 20 });

        Assert.Contains("Cannot fork", outcome.ErrorTail, StringComparison.Ordinal);
        Assert.Equal("", outcome.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Network_None_HasLoopbackAndNothingElse(bool hasNetworkFiles)
    {
        const string Probe = """
            use Socket;
            socket(S, 2, 1, 0) && bind(S, sockaddr_in(443, inet_aton("127.64.0.1"))) && listen(S, 5) or die "listen $!";
            socket(C, 2, 1, 0); print connect(C, sockaddr_in(443, inet_aton("127.64.0.1"))) ? "loopback\n" : "$!\n";
            socket(D, 2, 1, 0); print connect(D, sockaddr_in(53, inet_aton("192.0.2.2"))) ? "outside\n" : "$!\n";
            """;

        var outcome = await Fixture.RunAsync(
            Fixture.Command("/usr/bin/perl", "-e", Probe) with { HasNetworkFiles = hasNetworkFiles });

        Assert.Equal(["loopback", "Network is unreachable"], outcome.Lines);
    }

    [Fact]
    public async Task Hosts_GivenName_ResolvesToItsAddress()
    {
        var spec = Fixture.Script("getent hosts api.example.com | tr -s ' '") with
        {
            Hosts = new Dictionary<string, string> { ["api.example.com"] = "127.64.0.1" },
            HasNetworkFiles = true,
        };

        var outcome = await Fixture.RunAsync(spec);

        Assert.Equal("127.64.0.1 api.example.com\n", outcome.Text);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task BindMount_ReadOnly_CanBeReadAndNotChanged()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "reads this machine's namespaces and mounts its folders");
        var folder = Directory.CreateTempSubdirectory("skillhost-docker-test-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a"), "content\n");
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0x1FF);
            var spec = Fixture.Script("cat /data/a; touch /data/b") with
            {
                Mounts = [new BindMountSpec(folder.FullName, "/data", Writable: false)],
            };

            var readOnly = await Fixture.RunAsync(spec);
            var writable = await Fixture.RunAsync(spec with
            {
                Name = spec.Name + "-w",
                Mounts = [new BindMountSpec(folder.FullName, "/data", Writable: true)],
            });

            Assert.Equal("content\n", readOnly.Text);
            Assert.Contains("Read-only file system", readOnly.ErrorTail, StringComparison.Ordinal);
            Assert.Equal("", writable.ErrorTail);
            Assert.True(File.Exists(Path.Combine(folder.FullName, "b")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task BindMount_SourceMissing_IsRefusedAndNotMade()
    {
        using var deadline = Deadlines.Short();
        var missing = $"/tmp/skillhost-docker-test-missing-{Fixture.Run}";
        var spec = Fixture.Script("true") with { Mounts = [new BindMountSpec(missing, "/data", Writable: false)] };

        await Assert.ThrowsAsync<EngineException>(() => Engine.CreateAsync(spec, deadline.Token));

        Assert.False(Directory.Exists(missing));
    }

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
