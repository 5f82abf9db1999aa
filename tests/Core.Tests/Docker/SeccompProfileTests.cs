using System.Text.Json.Nodes;
using SkillHost.Docker.Baseline;

namespace SkillHost.Core.Tests.Docker;

public sealed class SeccompProfileTests
{
    private static readonly JsonNode Profile = JsonNode.Parse(new SeccompProfile().Text)!;

    [Fact]
    public void Profile_AnythingNotNamed_IsRefused()
    {
        Assert.Equal("SCMP_ACT_ERRNO", Profile["defaultAction"]!.GetValue<string>());
        Assert.Equal(1, Profile["defaultErrnoRet"]!.GetValue<int>());
    }

    [Fact]
    public void Profile_Architectures_AreTheTwoAndNoOlderOnes()
    {
        Assert.Equal(
            ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"],
            Profile["archMap"]!.AsArray().Select(map => map!["architecture"]!.GetValue<string>()));
        Assert.DoesNotContain(Profile["archMap"]!.AsArray(), map => map!.AsObject().ContainsKey("subArchitectures"));
    }

    [Fact]
    public void Profile_Names_AreEachInOneRuleUnlessArgumentsTellThemApart()
    {
        var free = Rules().Where(rule => rule["args"] is null).SelectMany(Names).ToList();
        var bound = Rules().Where(rule => rule["args"] is not null).SelectMany(Names).ToList();

        Assert.Equal(free.Distinct(), free);
        Assert.Empty(free.Intersect(bound));
    }

    [Theory]
    [InlineData("ptrace")]
    [InlineData("process_vm_readv")]
    [InlineData("process_vm_writev")]
    [InlineData("pidfd_getfd")]
    [InlineData("io_uring_setup")]
    [InlineData("bpf")]
    [InlineData("keyctl")]
    [InlineData("add_key")]
    [InlineData("userfaultfd")]
    [InlineData("perf_event_open")]
    [InlineData("mount")]
    [InlineData("unshare")]
    [InlineData("setns")]
    [InlineData("open_by_handle_at")]
    [InlineData("init_module")]
    [InlineData("kexec_load")]
    [InlineData("clock_settime")]
    [InlineData("chroot")]
    [InlineData("pivot_root")]
    [InlineData("fanotify_init")]
    [InlineData("sync")]
    public void Profile_DangerousCalls_AreNowhere(string name) =>
        Assert.DoesNotContain(name, Rules().SelectMany(Names));

    [Theory]
    [InlineData("clone")]
    [InlineData("socket")]
    [InlineData("socketpair")]
    [InlineData("personality")]
    [InlineData("mknod")]
    [InlineData("mknodat")]
    public void Profile_HalfDangerousCalls_AreBoundToArguments(string name)
    {
        var rules = Rules().Where(rule => Names(rule).Contains(name)).ToList();

        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.NotEmpty(rule["args"]!.AsArray()));
    }

    private static IEnumerable<JsonNode> Rules() => Profile["syscalls"]!.AsArray().Select(rule => rule!);

    private static IEnumerable<string> Names(JsonNode rule) => rule["names"]!.AsArray().Select(name => name!.GetValue<string>());
}
