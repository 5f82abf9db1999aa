using System.Net.Sockets;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Docker.Tests.Images;

/// <summary>What hostile builds try on a real engine, and what must be left of it: nothing.</summary>
[Collection(nameof(RealImageTests))]
public sealed class BuildProbes
{
    private const string Base = "debian:bookworm-slim";
    private const string Data = "/var/lib/docker";

    [SkippableFact]
    public async Task Build_ManyFilesFillTheDisk_StoppedBeforeItIsFull()
    {
        Skip.IfNot(Directory.Exists(Data), $"the engine's data is not in {Data} of this machine");
        long free = new DriveInfo(Data).AvailableFreeSpace;
        await using var workshop = new RealWorkshop(o => o.MinimumFreeBytes = free - (300L << 20));
        Skill skill = workshop.Own(
            "many", $"FROM {Base}\nRUN mkdir /m && for i in $(seq 4000); do head -c 4M /dev/zero > /m/$i && sleep 0.02 || exit 1; done\n");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Failed, report.Outcome);
        Assert.Contains("bytes free where the engine keeps its data, wanted at least", report.Message, StringComparison.Ordinal);
        Assert.Empty(await workshop.StepsLeftAsync());
        Assert.Empty(await workshop.LooseAsync());
    }

    [SkippableFact]
    public async Task Build_DiskIsLowAlready_NoStepRuns()
    {
        Skip.IfNot(Directory.Exists(Data), $"the engine's data is not in {Data} of this machine");
        await using var workshop = new RealWorkshop(o => o.MinimumFreeBytes = 1L << 40);

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("low", $"FROM {Base}\nRUN true\n"));

        Assert.Contains("wanted at least 1099511627776", report.Message, StringComparison.Ordinal);
        Assert.Empty(workshop.Lines);
    }

    [SkippableFact]
    public async Task Build_AuthorDeclaresAnArgumentNamedLikeASecret_NeitherGivenNorInTheHistory()
    {
        const string Socket = "/var/run/docker.sock";
        Skip.IfNot(File.Exists(Socket), $"the engine is not at {Socket}");
        const string Secret = "hunter2-of-the-host";
        string name = "PROBE_" + Guid.NewGuid().ToString("n");
        Environment.SetEnvironmentVariable(name, Secret);
        await using var workshop = new RealWorkshop();
        Skill skill = workshop.Own("arg", $"FROM {Base}\nARG {name}\nRUN echo \"seen:$(printenv {name})\" > /seen\n");

        SkillImage image = (await workshop.BuildAsync(skill)).Image!;

        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        string history = await http.GetStringAsync(new Uri($"http://engine/images/{image.Id}/history"));
        Assert.Contains($"printenv {name}", history, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, history, StringComparison.Ordinal);
        Assert.Equal("seen:\n", await workshop.RunAsync(image, "/bin/cat", "/seen"));
    }
}
