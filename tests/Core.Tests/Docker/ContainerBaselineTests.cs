using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.Containers;
using SkillHost.Docker.Baseline;

namespace SkillHost.Core.Tests.Docker;

public sealed class ContainerBaselineTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void Apply_FullSpec_IsTheExpectedBody()
    {
        var body = Write(Spec with
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/bin", ["KEPT"] = "spec" },
            ImageEnvironment = ["KEPT", "LD_PRELOAD"],
            CpuSeconds = 35,
            Tmpfs = [new TmpfsSpec("/tmp", 1 << 20), new TmpfsSpec("/out", 2 << 20, Executable: true) { Inodes = 10 }],
            Mounts = [new BindMountSpec("/srv/data", "/data", Writable: false)],
            Hosts = new Dictionary<string, string> { ["api.example.com"] = "127.64.0.1" },
            Runtime = "runsc",
            CgroupParent = "/skillhost",
        });
        var options = body["HostConfig"]!["SecurityOpt"]!.AsArray();
        options[1] = options[1]!.GetValue<string>()[..8] + "…";

        Assert.Equal(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Docker", "Expected", "create-body.json")),
            body.ToJsonString(Indented) + "\n");
    }

    [Fact]
    public void Apply_SeccompProfile_IsSentAsItsText()
    {
        var option = Write(Spec)["HostConfig"]!["SecurityOpt"]![1]!.GetValue<string>();

        Assert.StartsWith("seccomp={\"defaultAction\":\"SCMP_ACT_ERRNO\"", option, StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(option["seccomp=".Length..]));
    }

    [Fact]
    public void Apply_Engines_GetWhatTheyKnow()
    {
        var first = Write(Spec, Engine)["HostConfig"]!;
        var second = Write(Spec, Engine with { CgroupVersion = 2, SecurityOptions = ["apparmor", "seccomp", "cgroupns"] })["HostConfig"]!;

        Assert.Equal(0, first["MemorySwappiness"]!.GetValue<int>());
        Assert.Null(second["MemorySwappiness"]);
        Assert.DoesNotContain("apparmor=docker-default", first["SecurityOpt"]!.AsArray().Select(option => option!.GetValue<string>()));
        Assert.Equal("apparmor=docker-default", second["SecurityOpt"]![2]!.GetValue<string>());
    }

    [Theory]
    [InlineData(100_000, "", "100000:100000")]
    [InlineData(100_000, "rootless", "1000:1000")]
    [InlineData(159_999, "userns", "60999:60999")]
    [InlineData(160_000, "userns", "1000:1000")]
    public void Apply_UserNamespace_GetsAnIdThatExistsThere(uint user, string option, string expected)
    {
        var body = Write(Spec with { UserId = user }, Engine with { SecurityOptions = ["seccomp", option] });

        Assert.Equal(expected, body["User"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(ContainerNetwork.None, true, 0, true)]
    [InlineData(ContainerNetwork.None, false, 0, false)]
    [InlineData(ContainerNetwork.None, true, 1, false)]
    [InlineData(ContainerNetwork.Bridge, true, 0, false)]
    public void Apply_NetworkFiles_AreLeftToTheImageOnlyWhereNothingElseIsNeeded(
        ContainerNetwork network, bool hasFiles, int hosts, bool expected)
    {
        var names = Enumerable.Range(0, hosts).ToDictionary(number => $"host{number}.example", _ => "127.64.0.1");

        var body = Write(Spec with { Network = network, HasNetworkFiles = hasFiles, Hosts = names });

        Assert.Equal(expected, body["NetworkDisabled"]!.GetValue<bool>());
        Assert.Equal(network == ContainerNetwork.None, body["HostConfig"]!["Dns"] is not null);
    }

    [Fact]
    public void Apply_WritableMount_HasNoLimitOnFiles()
    {
        var spec = Spec with { Mounts = [new BindMountSpec("/srv", "/data", Writable: true)] };

        var none = Write(Spec)["HostConfig"]!["Ulimits"]!.AsArray();
        var writable = Write(spec)["HostConfig"]!["Ulimits"]!.AsArray();

        Assert.Contains(none, limit => limit!["Name"]!.GetValue<string>() == "fsize");
        Assert.DoesNotContain(writable, limit => limit!["Name"]!.GetValue<string>() == "fsize");
    }

    public static TheoryData<string, ContainerSpec> Refused => new()
    {
        { "user id 0", Spec with { UserId = 0 } },
        { "user id 99999", Spec with { UserId = 99_999 } },
        { "wanted an id", Spec with { ImageId = "debian:latest" } },
        { "process 1", Spec with { Command = [] } },
        { "process 1", Spec with { Command = ["/bin/echo", "a\0b"] } },
        { "bytes of memory", Spec with { MemoryBytes = 0 } },
        { "processors", Spec with { Cpus = double.NaN } },
        { "processors", Spec with { Cpus = 0 } },
        { "tasks", Spec with { Pids = 0 } },
        { "tasks", Spec with { Pids = -1 } },
        { "open files", Spec with { OpenFiles = 0 } },
        { "no name of an environment variable", Spec with { Environment = new Dictionary<string, string> { ["A=B"] = "" } } },
        { "holds a NUL", Spec with { Environment = new Dictionary<string, string> { ["A"] = "\0" } } },
        { "no name of an environment variable", Spec with { ImageEnvironment = [""] } },
        { "no host name", Spec with { Hosts = new Dictionary<string, string> { ["a:b"] = "127.0.0.1" } } },
        { "no address", Spec with { Hosts = new Dictionary<string, string> { ["a.example"] = "host-gateway" } } },
        { "/proc/x", Spec with { Tmpfs = [new TmpfsSpec("/proc/x", 1)] } },
        { "/dev", Spec with { Tmpfs = [new TmpfsSpec("/dev", 1)] } },
        { "/tmp/../etc", Spec with { Tmpfs = [new TmpfsSpec("/tmp/../etc", 1)] } },
        { "mount target", Spec with { Tmpfs = [new TmpfsSpec("/tmp:exec", 1)] } },
        { "wanted more than 0", Spec with { Tmpfs = [new TmpfsSpec("/tmp", 0)] } },
        { "mount target \"/\"", Spec with { Mounts = [new BindMountSpec("/srv", "/", Writable: false)] } },
        { "/sys/fs", Spec with { Mounts = [new BindMountSpec("/srv", "/sys/fs", Writable: false)] } },
        { "mount source", Spec with { Mounts = [new BindMountSpec("srv", "/data", Writable: false)] } },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Apply_SpecWouldSlipPast_IsRefused(string told, ContainerSpec spec)
    {
        var fault = Assert.Throws<EngineException>(() => Write(spec));

        Assert.Equal(EngineFailure.BadRequest, fault.Failure);
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_EngineCannotKeepIt_IsRefused()
    {
        var bare = Assert.Throws<EngineException>(() => Write(Spec, Engine with { Unenforced = ["seccomp"] }));
        var other = Assert.Throws<EngineException>(() => Write(Spec, Engine with { Architecture = "s390x" }));

        Assert.Contains("seccomp", bare.Message, StringComparison.Ordinal);
        Assert.Contains("s390x", other.Message, StringComparison.Ordinal);
    }

    private static ContainerSpec Spec { get; } = new()
    {
        Name = "a",
        ImageId = "sha256:0123",
        Command = ["/init", "serve"],
        UserId = 100_007,
        Labels = new Dictionary<string, string> { ["skillhost.kind"] = "call" },
        MemoryBytes = 64 << 20,
        Cpus = 0.5,
        Pids = 68,
    };

    private static EngineInfo Engine { get; } = new()
    {
        Address = "unix:///x",
        Version = "20.10.24",
        ApiVersion = "1.41",
        Architecture = "x64",
        CgroupVersion = 1,
        SecurityOptions = ["seccomp"],
        Processors = 2,
    };

    private static JsonNode Write(ContainerSpec spec, EngineInfo? engine = null) => JsonNode.Parse(
        JsonSerializer.SerializeToUtf8Bytes(
            new ContainerBaseline(new SeccompProfile()).Apply(spec, engine ?? Engine), BaselineJson.Wire.CreateBody))!;
}
