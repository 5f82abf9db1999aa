using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Docker;
using SkillHost.Docker.Addresses;
using SkillHost.Docker.Containers;
using SkillHost.Docker.Events;
using SkillHost.Docker.Images;
using SkillHost.Docker.Info;
using SkillHost.Docker.Transport;

namespace SkillHost.Core.Tests.Docker;

/// <summary>The engine's words, of old and new versions, in ours.</summary>
public sealed class MappingTests
{
    [Fact]
    public void Info_RootlessWithoutDelegation_TellsWhatCannotBeEnforced()
    {
        var body = JsonSerializer.Deserialize(
            """
            {"ServerVersion":"29.1","Architecture":"aarch64","CgroupVersion":"2","CgroupDriver":"none","NCPU":4,"MemTotal":8,
            "SecurityOptions":["name=seccomp,profile=builtin","name=rootless","name=cgroupns"],"Runtimes":{"runc":{"path":"runc"}},
            "MemoryLimit":false,"CpuCfsQuota":false,"PidsLimit":false,"Warnings":null,"Name":"box","KernelVersion":"6.1","NRI":{"x":1}}
            """,
            InfoJson.Default.InfoBody)!;

        var info = EngineInfoMapper.Map(body, Address("unix:///x"), "1.44", new LocalKernel("box", "6.1"));

        Assert.Equal(["memory", "cpus", "pids"], info.Unenforced);
        Assert.Equal(["seccomp", "rootless", "cgroupns"], info.SecurityOptions);
        Assert.Equal(("arm64", 2, "1.44", true), (info.Architecture, info.CgroupVersion, info.ApiVersion, info.IsLocal));
        Assert.Equal(["runc"], info.Runtimes);
    }

    [Theory]
    [InlineData("unix:///x", "box", "6.1", "Debian", true)]
    [InlineData("unix:///x", "other", "6.1", "Debian", false)]
    [InlineData("unix:///x", "box", "6.2", "Debian", false)]
    [InlineData("unix:///x", "box", "6.1", "Docker Desktop", false)]
    [InlineData("tcp://127.0.0.1:1", "box", "6.1", "Debian", false)]
    public void Info_Locality_NeedsTheSameMachineAndKernel(string address, string name, string kernel, string system, bool expected)
    {
        var body = new InfoBody { Name = name, KernelVersion = kernel, OperatingSystem = system };

        Assert.Equal(expected, EngineInfoMapper.Map(body, Address(address), "1.41", new LocalKernel("box", "6.1")).IsLocal);
        Assert.False(EngineInfoMapper.Map(body, Address(address), "1.41", kernel: null).IsLocal);
    }

    [Theory]
    [InlineData("tcp://10.0.0.1:2375", 1)]
    [InlineData("tcp://localhost:2375", 0)]
    [InlineData("unix:///x", 0)]
    public void Info_ReachedInTheClear_Warns(string address, int warnings) =>
        Assert.Equal(warnings, EngineInfoMapper.Map(new InfoBody(), Address(address), "1.41", kernel: null).Warnings.Count);

    [Theory]
    [InlineData("created", null)]
    [InlineData("running", null)]
    [InlineData("exited", 137)]
    public void Inspect_State_HasAnExitCodeOnlyAfterTheEnd(string status, int? expected)
    {
        var body = JsonSerializer.Deserialize(
            $$"""
            {"Id":"abc","State":{"Status":"{{status}}","Running":{{(status == "running" ? "true" : "false")}},"ExitCode":137,
            "OOMKilled":true,"Error":"e"},
            "Mounts":[{"Type":"bind","Source":"/srv","Destination":"/data","RW":false},{"Type":"volume","Destination":"/v"}]}
            """,
            ContainersJson.Default.InspectBody)!;

        var state = ContainerMapper.Map(body);

        Assert.Equal((expected, true, "e"), (state.ExitCode, state.OutOfMemory, state.Error));
        Assert.Equal("/srv", Assert.Single(state.Mounts, mount => mount.Target == "/data").Source);
    }

    [Fact]
    public void List_RowWithoutNamesAndLabels_IsRead()
    {
        var rows = JsonSerializer.Deserialize(
            """
            [{"Id":"a","Names":null,"State":"dead","Created":5,"Labels":null},
            {"Id":"b","Names":["/n"],"State":"running","Created":6,"Labels":{"k":"v"}}]
            """,
            ContainersJson.Default.IReadOnlyListRowBody)!.Select(ContainerMapper.Map).ToList();

        Assert.Equal(("", "dead", 0), (rows[0].Name, rows[0].State, rows[0].Labels.Count));
        Assert.Equal(("n", "v", DateTimeOffset.FromUnixTimeSeconds(6)), (rows[1].Name, rows[1].Labels["k"], rows[1].CreatedAt));
    }

    [Theory]
    [InlineData("""{"Action":"die","Actor":{"ID":"a","Attributes":{"exitCode":"137"}}}""", "a die 137")]
    [InlineData("""{"status":"die","id":"a","Action":"die","Actor":{"ID":"a","Attributes":{}}}""", "a die ")]
    [InlineData("""{"Action":"oom","Actor":{"ID":"a","Attributes":{"exitCode":"0"}}}""", "a oom ")]
    [InlineData("""{"Action":"oom","Actor":{"ID":""}}""", null)]
    [InlineData("""{"Type":"container"}""", null)]
    public void Event_OfAnyVersion_IsRead(string json, string? expected)
    {
        var seen = EventMapper.Map(JsonSerializer.Deserialize(json, EventsJson.Default.EventBody)!);

        Assert.Equal(expected, seen is null ? null : $"{seen.Id} {seen.Action} {seen.ExitCode}");
    }

    [Fact]
    public void Image_NewEngineLeavesOutWhatIsEmpty_IsRead()
    {
        var bare = ImageMapper.Map(JsonSerializer.Deserialize("""{"Id":"sha256:1","Size":3}""", ImagesJson.Default.ImageBody)!);
        var full = ImageMapper.Map(JsonSerializer.Deserialize(
            """
            {"Id":"sha256:1","RepoTags":["a:1","<none>:<none>"],"Created":"2026-01-02T03:04:05.123456789Z","Size":3,
            "Config":{"Env":["A=1=2","B"],"WorkingDir":"/w","Volumes":{"/v":{}},"OnBuild":["RUN x"],"Labels":{"k":"v"}}}
            """,
            ImagesJson.Default.ImageBody)!);

        Assert.Equal((0, 0, "", 0), (bare.Tags.Count, bare.Environment.Count, bare.WorkingDirectory, bare.Volumes.Count));
        Assert.Equal(["a:1"], full.Tags);
        Assert.Equal(("1=2", "", 2026), (full.Environment["A"], full.Environment["B"], full.CreatedAt.Year));
        Assert.Equal(["/v"], full.Volumes);
        Assert.Equal(["RUN x"], full.OnBuild);
    }

    [Theory]
    [InlineData("debian", "debian", "")]
    [InlineData("debian:bookworm", "debian", "bookworm")]
    [InlineData("registry.example:5000/team/image", "registry.example:5000/team/image", "")]
    [InlineData("registry.example:5000/team/image:1", "registry.example:5000/team/image", "1")]
    [InlineData("debian@sha256:abc", "debian@sha256:abc", "")]
    [InlineData("sha256:abc", "sha256:abc", "")]
    public void Reference_Colons_AreTagsOnlyAfterTheLastSlash(string text, string repository, string tag)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal((repository, tag), (reference.Repository, reference.Tag));
    }

    [Theory]
    [InlineData("1.41", "1.41")]
    [InlineData("1.55", "1.55")]
    [InlineData("1.60", "1.55")]
    [InlineData("2.0", "1.55")]
    public void Version_Negotiated_IsTheLower(string engine, string expected)
    {
        Assert.True(ApiVersion.TryParse(engine, out var version));
        Assert.Equal(expected, ApiVersion.Negotiate(version).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.x")]
    [InlineData("1.-4")]
    [InlineData("1.41.2")]
    [InlineData(null)]
    public void Version_Nonsense_IsNone(string? text) => Assert.False(ApiVersion.TryParse(text, out _));

    [Theory]
    [InlineData(400, "plain words from a proxy", EngineFailure.BadRequest)]
    [InlineData(507, "{}", EngineFailure.Broken)]
    [InlineData(500, """{"message":"failed: Disk Quota Exceeded"}""", EngineFailure.OutOfDisk)]
    public void Failure_OfAnyBody_IsTyped(int status, string body, EngineFailure expected) =>
        Assert.Equal(expected, EngineErrors.Read((HttpStatusCode)status, Encoding.UTF8.GetBytes(body), "GET /x").Failure);

    [Fact]
    public void Transcript_PiecesAndColours_BecomeCleanLines()
    {
        var lines = new List<string>();
        var transcript = new BuildTranscript(new Collector(lines));

        transcript.Append("Step 1/1 : RUN x\n ---> Running in 0123456789ab\n\x1b[9");
        transcript.Append("1mred\x1b[0mlo\x1b]0;title\a\n ---> Running in not-an-id\ntab\there\r\n\n");
        transcript.Append("last");
        transcript.End();

        Assert.Equal(
            ["Step 1/1 : RUN x", " ---> Running in 0123456789ab", "redlo0;title", " ---> Running in not-an-id", "tab\there", "last"],
            lines);
        Assert.Equal(["0123456789ab"], transcript.Containers);
    }

    [Fact]
    public void Transcript_EndlessLineAndManyLines_StayBounded()
    {
        var lines = new List<string>();
        var transcript = new BuildTranscript(new Collector(lines));

        transcript.Append(new string('a', 100_000));
        transcript.Append(string.Concat(Enumerable.Range(0, 100).Select(number => $"\n{number}")));
        transcript.End();

        Assert.All(lines, line => Assert.True(line.Length <= 4096));
        Assert.Equal(40, transcript.Tail.Count);
        Assert.Equal("99", transcript.Tail[^1]);
    }

    [Fact]
    public void Options_OutOfBounds_AreAllReportedAtOnce()
    {
        var services = new ServiceCollection().AddLogging().AddDockerEngine(options =>
        {
            options.Address = "ssh://host";
            options.RequestTimeout = TimeSpan.Zero;
            options.PullTimeout = TimeSpan.FromDays(1);
        });
        using var provider = services.BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => { provider.GetRequiredService<IContainerEngine>(); });

        Assert.Equal(3, fault.Failures.Count());
    }

    [Fact]
    public void Services_BothHalves_AreOneEngineThatConnectsToNothingYet()
    {
        var services = new ServiceCollection().AddLogging().AddDockerEngine(options => options.Address = "unix:///no/such/socket");
        services.AddOptions<DockerOptions>().Configure(options => options.RequestTimeout = TimeSpan.FromSeconds(5));
        using var provider = services.BuildServiceProvider();

        Assert.Same(provider.GetRequiredService<IContainerEngine>(), provider.GetRequiredService<IImageEngine>());
    }

    private static DockerAddress Address(string text) => DockerAddressParser.Parse(text, "test", tls: null);

    private sealed class Collector(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
