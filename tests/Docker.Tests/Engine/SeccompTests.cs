using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using SkillHost.Docker.Addresses;
using SkillHost.Docker.Baseline;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>Makes system calls by number from inside; perl is in every Debian.</summary>
public sealed class SeccompTests(EngineFixture fixture) : EngineTest(fixture)
{
    private const int NotPermitted = 1;
    private const int NoSuchCall = 38;

    // Calls of x86-64 that must not reach the kernel. Those marked would not answer "not permitted" of their own accord.
    private static readonly (string Name, int Number, long Argument, bool Reaches)[] Refused =
    [
        ("ptrace TRACEME", 101, 0, true),
        ("process_vm_readv", 310, 1, true),
        ("process_vm_writev", 311, 1, true),
        ("io_uring_setup", 425, 1, true),
        ("io_uring_enter", 426, 0, true),
        ("io_uring_register", 427, 0, false),
        ("bpf", 321, 0, false),
        ("keyctl", 250, 0, true),
        ("add_key", 248, 0, true),
        ("request_key", 249, 0, true),
        ("userfaultfd", 323, 1, false),
        ("perf_event_open", 298, 0, false),
        ("mount", 165, 0, false),
        ("umount2", 166, 0, false),
        ("pivot_root", 155, 0, false),
        ("chroot", 161, 0, false),
        ("unshare CLONE_NEWUSER", 272, 0x10000000, true),
        ("unshare nothing", 272, 0, true),
        ("setns", 308, 0, false),
        ("fsopen", 430, 0, false),
        ("open_tree", 428, 0, false),
        ("kexec_load", 246, 0, false),
        ("init_module", 175, 0, false),
        ("finit_module", 313, 0, false),
        ("delete_module", 176, 0, false),
        ("open_by_handle_at", 304, 0, false),
        ("name_to_handle_at", 303, 0, true),
        ("clock_settime", 227, 0, false),
        ("settimeofday", 164, 0, false),
        ("adjtimex", 159, 0, true),
        ("personality ADDR_NO_RANDOMIZE", 135, 0x0040000, true),
        ("clone CLONE_NEWUSER", 56, 0x10000011, false),
        ("clone CLONE_NEWNET", 56, 0x40000011, false),
        ("pidfd_getfd", 438, 0, true),
        ("kcmp", 312, 1, true),
        ("syslog", 103, 3, false),
        ("swapon", 167, 0, false),
        ("reboot", 169, 0, false),
        ("iopl", 172, 0, false),
        ("modify_ldt", 154, 0, true),
        ("quotactl", 179, 0, false),
        ("fanotify_init", 300, 0, false),
        ("io_setup", 206, 1, true),
        ("mq_open", 240, 0, true),
        ("memfd_secret", 447, 0, false),
        ("sethostname", 170, 0, false),
        ("socket AF_ALG", 41, 38, true),
        ("socket AF_VSOCK", 41, 40, true),
        ("socket AF_PACKET", 41, 17, false),
        ("socket AF_BLUETOOTH", 41, 31, false),
    ];

    [SkippableFact]
    public async Task SystemCalls_OutsideTheAllowList_AreRefusedBeforeTheKernelLooks()
    {
        SkipUnlessX64();

        var outcome = await Fixture.RunAsync(Fixture.Command("/usr/bin/perl", "-e", CallAll()));

        Assert.Equal(Refused.Select(call => $"{call.Name}: {NotPermitted}"), outcome.Lines);
    }

    [SkippableFact]
    public async Task SystemCalls_WithoutTheProfile_ReachTheKernel()
    {
        SkipUnlessX64();

        var outcome = await RunUnconfinedAsync(CallAll());

        var refused = outcome.Lines
            .Where(line => line.EndsWith($": {NotPermitted}", StringComparison.Ordinal))
            .Select(line => line.Split(':')[0]);
        Assert.Equal(Refused.Length, outcome.Lines.Select(line => line.Split(':')[0]).Distinct().Count());
        Assert.Empty(Refused.Where(call => call.Reaches).Select(call => call.Name).Intersect(refused));
    }

    [SkippableFact]
    public async Task Clone3_IsUnknownToLibraries_SoThatTheyFallBack()
    {
        SkipUnlessX64();

        Assert.Equal(NoSuchCall, await CallAsync("syscall(435, 0, 0)"));
    }

    [SkippableTheory]
    [InlineData("getpid", "syscall(39)")]
    [InlineData("socket AF_UNIX", "syscall(41, 1, 1, 0)")]
    [InlineData("socket AF_INET TCP", "syscall(41, 2, 1, 6)")]
    [InlineData("socket AF_INET6 UDP", "syscall(41, 10, 2, 17)")]
    [InlineData("socket AF_NETLINK route", "syscall(41, 16, 3, 0)")]
    [InlineData("memfd_create", "syscall(319, my $a = \"x\", 0)")]
    [InlineData("personality query", "syscall(135, 0xffffffff)")]
    [InlineData("mkfifo", "syscall(133, my $a = \"/tmp/f\", 0010644, 0)")]
    public async Task SystemCall_OnTheAllowList_Succeeds(string call, string code)
    {
        SkipUnlessX64();

        var error = await CallAsync(code);

        Assert.True(error == 0, $"{call}: errno {error}");
    }

    [SkippableTheory]
    [InlineData("character device", "syscall(133, my $a = \"/tmp/d\", 0020644, 0x103)")]
    [InlineData("block device", "syscall(133, my $a = \"/tmp/d\", 0060644, 0x800)")]
    [InlineData("netlink audit", "syscall(41, 16, 3, 9)")]
    [InlineData("SCTP", "syscall(41, 2, 1, 132)")]
    public async Task SystemCall_DangerousArgument_IsRefused(string what, string code)
    {
        SkipUnlessX64();

        var error = await CallAsync(code);

        Assert.True(error == NotPermitted, $"{what}: errno {error}");
    }

    [SkippableFact]
    public async Task ThirtyTwoBitCall_FromASixtyFourBitProcess_KillsTheProcess()
    {
        SkipUnlessX64();

        // The numbers of x32 carry bit 30; an allow-list of x86-64 must not mistake them for its own.
        var outcome = await Fixture.RunAsync(Fixture.Command(
            "/bin/sh", "-c", "perl -e 'print \"before\\n\"; $|=1; print \"\"; syscall(0x40000000 + 39); print \"after\\n\"'; echo $?"));

        Assert.DoesNotContain("after", outcome.Text, StringComparison.Ordinal);
        Assert.EndsWith("159\n", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EscapeTools_OfTheBaseImage_AreAllRefused()
    {
        var outcome = await Fixture.RunAsync(Fixture.Script(
            "for c in 'unshare -Ur id' 'unshare -m true' 'mount -t tmpfs x /mnt' "
            + "'/usr/sbin/chroot / id' 'nsenter -t 1 -m id'; do $c && echo escaped; done; true"));

        Assert.Equal("", outcome.Text);
        Assert.Matches("(?s)unshare.*not permitted.*unshare.*not permitted.*mount: .*chroot.*not permitted.*nsenter.*", outcome.ErrorTail);
    }

    // All arguments but the first are 0: what reaches the kernel complains about something else, if at all.
    private static string CallAll() => string.Concat(Refused.Select(call =>
        $"print \"{call.Name}: \", syscall({call.Number}, {call.Argument}, 0, 0, 0, 0) < 0 ? $! + 0 : 0, \"\\n\";"));

    private async Task<RunOutcome> RunUnconfinedAsync(string script)
    {
        using var deadline = Deadlines.Short();
        var spec = Fixture.Command("/usr/bin/perl", "-e", script);
        var body = new ContainerBaseline(new SeccompProfile()).Apply(spec, await Engine.GetInfoAsync(deadline.Token));
        body = body with { HostConfig = body.HostConfig with { SecurityOpt = ["no-new-privileges:true", "seccomp=unconfined"] } };
        using var links = new EngineLinks(
            new DockerAddressFinder(null, DockerEnvironment.OfThisProcess()), TimeSpan.FromSeconds(30), TimeProvider.System);
        var http = new EngineHttp(links, TimeSpan.FromSeconds(30), TimeProvider.System, NullLogger<EngineHttp>.Instance);
        await http.DoAsync(
            EngineRequest.Post($"/containers/create?name={spec.Name}") with
            {
                Content = () => JsonContent.Create(body, BaselineJson.Wire.CreateBody),
            },
            deadline.Token);
        await using var attachment = await Engine.AttachAsync(spec.Name, deadline.Token);
        await Engine.StartAsync(spec.Name, deadline.Token);
        using var reader = new StreamReader(attachment.Duplex);
        return new RunOutcome(System.Text.Encoding.UTF8.GetBytes(await reader.ReadToEndAsync(deadline.Token)), attachment.ErrorTail);
    }

    private async Task<int> CallAsync(string code)
    {
        var outcome = await Fixture.RunAsync(Fixture.Command("/usr/bin/perl", "-e", $"my $r = {code}; print $r < 0 ? $! + 0 : 0;"));
        return int.Parse(outcome.Text, CultureInfo.InvariantCulture);
    }

    private static void SkipUnlessX64() =>
        Skip.IfNot(RuntimeInformation.OSArchitecture == Architecture.X64, "the numbers are those of x86-64");
}
