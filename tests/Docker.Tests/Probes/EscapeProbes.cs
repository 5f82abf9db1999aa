using System.Text.RegularExpressions;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Probes;

/// <summary>What a skill sees and can reach from inside its container: nothing but itself.</summary>
public sealed partial class EscapeProbes(CallFixture fixture) : CallTest(fixture)
{
    [Fact]
    public async Task LookAtOwnRights_FromInside_NoneAtAll()
    {
        InvocationResult result =
            await Host.ShellAsync("grep -E '^(Uid|CapInh|CapPrm|CapEff|CapBnd|CapAmb|NoNewPrivs|Seccomp):' /proc/self/status");

        Dictionary<string, string[]> status = result.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split([':', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(parts => parts[0], parts => parts[1..]);
        Assert.All(status["Uid"], id => Assert.True(long.Parse(id, null) >= 100_000));
        Assert.All(["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"], set => Assert.Equal(["0000000000000000"], status[set]));
        Assert.Equal(["1"], status["NoNewPrivs"]);
        Assert.Equal(["2"], status["Seccomp"]);
    }

    [Fact]
    public async Task LookForSockets_AnywhereInTheFileSystem_None()
    {
        InvocationResult result = await Host.ShellAsync(
            "touch /tmp/found; find / -xdev -type s 2>/dev/null; ls /var/run/docker.sock /run/docker.sock /run/containerd 2>&1; "
            + "find /tmp -name found");

        Assert.Contains("/tmp/found", result.Stdout, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(result.Stdout, "No such file"));
        Assert.DoesNotContain("\n/run", "\n" + result.Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unshare -Ur id")]
    [InlineData("unshare -m true")]
    [InlineData("mount -t tmpfs x /mnt")]
    [InlineData("chroot / id")]
    [InlineData("nsenter -t 1 -m id")]
    public async Task BreakOut_ThroughNamespacesAndMounts_NotPermitted(string command)
    {
        InvocationResult result = await Host.ShellAsync($"{command}");

        Assert.Equal(InvocationStatus.Failed, result.Status);
        Assert.Matches("not permitted|denied|must be superuser", result.Stderr);
    }

    [Fact]
    public async Task WriteToTheSystem_RootFilesAndKernelSettings_AllRefused()
    {
        string before = await File.ReadAllTextAsync("/proc/sys/kernel/core_pattern");

        InvocationResult result = await Host.ShellAsync("""
            for f in /x /etc/x /usr/x /skill/x /.skillhost/x; do touch $f 2>/dev/null && echo "wrote $f"; done
            for f in /proc/sys/kernel/core_pattern /proc/sysrq-trigger /sys/fs/cgroup/memory/release_agent /sys/kernel/mm/ksm/run; do
              (echo 1 > $f) 2>/dev/null && echo "wrote $f"
            done
            touch /tmp/ok && echo "wrote /tmp/ok"
            """);

        Assert.Equal("wrote /tmp/ok\n", result.Stdout);
        Assert.Equal(before, await File.ReadAllTextAsync("/proc/sys/kernel/core_pattern"));
    }

    [Fact]
    public async Task ReadTheKernel_MaskedFiles_EmptyOrDenied()
    {
        InvocationResult result = await Host.ShellAsync("""
            for f in /proc/kcore /proc/keys /proc/timer_list /proc/interrupts; do head -c 1 $f 2>/dev/null | wc -c; done
            ls /sys/firmware 2>/dev/null | wc -l
            head -c 1 /proc/self/status | wc -c
            """);

        Assert.Equal("0\n0\n0\n0\n0\n1\n", result.Stdout);
    }

    [Fact]
    public async Task BecomeRoot_ThroughSetUserIdProgram_StaysTheSkillsUser()
    {
        InvocationResult result = await Host.CallAsync("setuid.whoami", "{}");

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.True(result.Value?.GetProperty("euid").GetInt64() >= 100_000);
        Assert.Equal(result.Value?.GetProperty("uid").GetInt64(), result.Value?.GetProperty("euid").GetInt64());
        Assert.Equal(result.Value?.GetProperty("gid").GetInt64(), result.Value?.GetProperty("egid").GetInt64());
    }

    [Fact]
    public async Task LookAround_CgroupHostNameHostsEnvironment_NothingOfTheHost()
    {
        InvocationResult result =
            await Host.ShellAsync("cat /proc/self/cgroup; echo --; hostname; cat /etc/hosts /etc/resolv.conf; echo --; env | sort");

        string[] parts = result.Stdout.Split("--\n");
        Assert.All(
            parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.EndsWith(":/", line, StringComparison.Ordinal));
        Assert.DoesNotContain(Environment.MachineName, parts[1], StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(CallFixture.Canary, parts[2], StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Stdout, StringComparison.Ordinal);
        Assert.Contains("SKILL_NAME=probe", parts[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task KillEverything_ProcessOneIncluded_OnlyItselfIsHit()
    {
        InvocationResult alone = await Host.ShellAsync("ls /proc | grep -c '^[0-9]'; kill -9 1; kill -STOP 1; kill -TERM 1; echo alive");
        InvocationResult all = await Host.ShellAsync("echo before; kill -9 -1; echo after");

        Assert.Equal(InvocationStatus.Ok, alone.Status);
        Assert.EndsWith("alive\n", alone.Stdout, StringComparison.Ordinal);
        Assert.InRange(int.Parse(alone.Stdout.Split('\n')[0], null), 2, 6);
        Assert.StartsWith("before\n", all.Stdout, StringComparison.Ordinal);
        Assert.True(all.Status is InvocationStatus.Ok or InvocationStatus.Failed, all.Error);
    }

    [Fact]
    public async Task MakeDevices_DiskAndMemory_Refused()
    {
        InvocationResult result = await Host.PythonAsync("""
            import os
            for what in (lambda: os.mknod('/tmp/sda', 0o60666, os.makedev(8, 0)), lambda: open('/dev/mem', 'rb')):
                try:
                    what()
                    print('made')
                except OSError as e:
                    print(e.errno)
            os.mkfifo('/tmp/f')
            print('fifo')
            """);

        Assert.Equal("1\n2\nfifo\n", result.Stdout);
    }

    [Fact]
    public async Task LookAtDescriptors_OwnAndProcessOnes_PipesAndNullOnly()
    {
        InvocationResult result = await Host.ShellAsync("""
            for f in /proc/self/fd/[0-9]*; do readlink $f; done | sed 's/:.*//' | sort -u
            echo --
            readlink /proc/1/fd/* 2>&1 | head -1
            cat /proc/1/environ 2>&1; cat /proc/1/mem 2>&1 | head -c 100; cat /proc/1/maps 2>&1 | head -1
            """);

        string[] parts = result.Stdout.Split("--\n");
        Assert.All(parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries), target => Assert.Matches(OwnDescriptors(), target));
        Assert.True(Regex.Count(parts[1], "denied") >= 3, result.Stdout);
    }

    [Fact]
    public async Task MeetAnotherCall_OfTheSameSkillAtTheSameTime_NeitherSeesTheOther()
    {
        const string script = """
            import os, socket, time
            s = socket.socket(socket.AF_UNIX); s.bind(b'\0meeting-' + str(os.getpid()).encode())
            for d in ('/tmp', '/dev/shm'):
                open(d + '/mine', 'x').close()
            time.sleep(1.5)
            print(len(os.listdir('/tmp')), len(os.listdir('/dev/shm')), open('/proc/net/unix').read().count('@meeting-'), os.getuid())
            """;

        InvocationResult[] results = await Task.WhenAll(Host.PythonAsync(script), Host.PythonAsync(script));

        Assert.All(results, result => Assert.StartsWith("1 1 1 ", result.Stdout, StringComparison.Ordinal));
        Assert.NotEqual(results[0].Stdout, results[1].Stdout);
    }

    [Fact]
    public async Task LeaveSomethingBehind_ForTheNextCall_ItFindsNothing()
    {
        const string script = "ls -A /tmp /var/tmp /dev/shm /run/lock 2>/dev/null | grep left; touch /tmp/left /dev/shm/left; ls /tmp";

        InvocationResult first = await Host.ShellAsync(script);
        InvocationResult second = await Host.ShellAsync(script);

        Assert.Equal("left\n", first.Stdout);
        Assert.Equal("left\n", second.Stdout);
    }

    [Fact]
    public async Task WriteToAReadOnlyFolder_AndRemountIt_Refused()
    {
        const string script = "cat /m/x; echo; touch /m/y 2>&1; mount -o remount,rw /m 2>&1; ls /m";

        InvocationResult result = await Host.ShellAsync(script, "mounted.run");

        Assert.StartsWith("of the host\n", result.Stdout, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", result.Stdout, StringComparison.Ordinal);
        Assert.Matches("not permitted|denied|superuser", result.Stdout);
        Assert.False(File.Exists(Path.Combine(Fixture.Data, "y")));
    }

    [Fact]
    public async Task AskThroughTheImage_UserEntrypointHealthcheckEnvironment_NothingTakesEffect()
    {
        InvocationResult result = await Host.ShellAsync("id -u; sleep 2; ls -A /tmp; env | sort", "hostile-image.run");

        string[] lines = result.Stdout.Split('\n');
        Assert.True(long.Parse(lines[0], null) >= 100_000);
        Assert.DoesNotContain("healthcheck-ran", result.Stdout, StringComparison.Ordinal);
        Assert.Contains("HARMLESS=kept", lines);
        Assert.DoesNotContain(
            lines, line => line.Contains("evil", StringComparison.Ordinal) || line.Contains("192.0.2.1", StringComparison.Ordinal));
    }

    [GeneratedRegex("^(pipe|socket|/dev/null|/proc/.*)$")]
    private static partial Regex OwnDescriptors();

    [Fact]
    public async Task Names_WithoutANetwork_AreLocalhostAndNothingElse()
    {
        InvocationResult result = await Host.ShellAsync("getent hosts localhost; getent hosts example.com; echo $?");

        Assert.Matches("^127\\.0\\.0\\.1 +localhost\n2\n$", result.Stdout);
    }
}
