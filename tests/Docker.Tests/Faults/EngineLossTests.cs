using System.Collections.Concurrent;
using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Docker.Tests.Engine;
using SkillHost.Docker.Tests.Init;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Faults;

/// <summary>The engine's connection is cut, the engine goes away, and containers die, all under load.</summary>
[Collection(FaultHosts.Name)]
public sealed class EngineLossTests : IAsyncLifetime, IAsyncDisposable
{
    private const int Callers = 6;

    private static readonly InvocationStatus[] Right = [InvocationStatus.Ok, InvocationStatus.Unavailable, InvocationStatus.Failed];

    private readonly string _folder = Directory.CreateTempSubdirectory("skillhost-relay-").FullName;
    private readonly Relay _relay;

    public EngineLossTests() => _relay = new Relay(Path.Combine(_folder, "docker.sock"));

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Engine_GoesAwayMidCallAndComesBack_CallsAreUnavailableAndThenServedByTheSameHost()
    {
        await using FullHost full = await StartAsync(direct: false);
        Task<InvocationResult>[] under =
            [.. await Task.WhenAll(FullHost.Runners.Select(runner => full.BeginAsync(runner, "sleep 9")))];

        _relay.Away = true;
        await _relay.CutAsync();
        InvocationResult[] broken = await Task.WhenAll(under);
        InvocationResult[] meanwhile = await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, "true")));
        _relay.Away = false;
        InvocationResult[] after = await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, "true")));
        await full.UntilFullAsync();
        InvocationResult[] warm = await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, "true")));

        Assert.All(broken.Concat(meanwhile), result => Assert.Equal(InvocationStatus.Unavailable, result.Status));
        Assert.All(after, result => Assert.True(result.IsOk, $"{result.Status}: {result.Error}"));
        Assert.All(warm, result => Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (result.Status, result.Container)));
    }

    [Fact]
    public async Task Engine_FallsSilentMidCall_CallsEndByTheirDeadlinesAndAreThenServedByTheSameHost()
    {
        await using FullHost full = await StartAsync(wait: "00:00:03", direct: false);
        Task<InvocationResult>[] under =
            [.. await Task.WhenAll(FullHost.Runners.Select(runner => full.BeginAsync(runner, "sleep 9")))];

        _relay.Silent = true;
        await _relay.CutAsync();
        InvocationResult[] broken = await Task.WhenAll(under);
        InvocationResult[] meanwhile = await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, "true")));
        _relay.Silent = false;
        await _relay.CutAsync();
        await full.UntilFullAsync();
        InvocationResult[] warm = await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, "true")));

        Assert.All(broken.Concat(meanwhile), result => Assert.Equal(InvocationStatus.Unavailable, result.Status));
        Assert.All(warm, result => Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (result.Status, result.Container)));
    }

    [Fact]
    public async Task Load_WhileContainersAreRemovedAndTheConnectionIsCut_EveryCallEndsOnceAndNothingIsLeft()
    {
        await using FullHost full = await StartAsync();
        ConcurrentQueue<InvocationResult> results = new();

        Task<int> breaking = BreakAsync(full);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            while (!breaking.IsCompleted)
            {
                results.Enqueue(await full.RunAsync(FullHost.Runners[caller % 2], "sleep 0.05; echo all of it"));
            }
        }));
        int removed = await breaking;
        await full.UntilFullAsync();

        Assert.NotEqual(0, removed);
        Assert.All(results, result => Assert.True(Right.Contains(result.Status), $"{result.Status}: {result.Error}"));
        Assert.All(results.Where(result => result.IsOk), result => Assert.Equal("all of it\n", result.Stdout + result.Stderr));
        Assert.Contains(results, result => result.IsOk);
        Assert.Contains(results, result => result.Status == InvocationStatus.Unavailable);
        Assert.Equal(
            results.Select(result => $"{result.InvocationId} {InvocationJson.NameOf(result.Status)}").Order(),
            full.Audit.Select(record => $"{record.InvocationId} {record.Outcome}").Order());
    }

    [Fact]
    public async Task Image_RemovedWhileItsContainersWait_ServesOnAndOnceTheyAreGoneIsMadeAgainWithoutACall()
    {
        // An image that no other run of these tests has.
        using TemporaryState skills = new();
        string script = Path.Combine(FullHost.CopySkills(skills.Path), "full-command", "run.sh");
        await File.AppendAllTextAsync(script, $"# {Guid.NewGuid()}\n");
        await using FullHost full = await StartAsync(skills.Path);
        SkillImage image = (await full.Host.Get<IImageBuilder>()
            .GetImageAsync(full.Host.Function(FullHost.Runners[0]).Callable.Skill, CancellationToken.None)).Image!;

        await RawEngine.DeleteAsync($"/v1.41/images/{image.Tag}?force=1");
        InvocationResult served = await full.RunAsync(FullHost.Runners[0], "echo there");

        // The engine removes an image only when no container has it any more; the host must make none meanwhile.
        _relay.Away = true;
        await _relay.CutAsync();
        await full.RemoveAllAsync();
        await RawEngine.DeleteAsync($"/v1.41/images/{image.Id}?force=1");
        ImageInfo? removed = await full.Engine.FindImageAsync(image.Id, CancellationToken.None);
        _relay.Away = false;
        await full.UntilFullAsync();
        InvocationResult[] results = await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, "true")));

        Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm, "there\n"), (served.Status, served.Container, served.Stdout));
        Assert.Null(removed);
        Assert.All(results, result => Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (result.Status, result.Container)));
        await full.DisposeAsync();
        await RawEngine.DeleteAsync($"/v1.41/images/{image.Tag}?force=1");
    }

    private Task<FullHost> StartAsync(string? skills = null, string wait = "00:00:30", bool direct = true) => FullHost.StartAsync(new()
    {
        ["SkillHost:Sandboxes:DirectLine"] = $"{direct}",
        ["SkillHost:SkillsFolder"] = skills ?? FullHost.Skills,
        ["SkillHost:Docker:Address"] = $"unix://{_folder}/docker.sock",
        ["SkillHost:Docker:RequestTimeout"] = wait,
        ["SkillHost:Sandboxes:StartTimeout"] = wait,
        ["SkillHost:Sandboxes:SweepInterval"] = "00:00:01",
    });

    /// <summary>Removes a container at random thirty times, or cuts the connection; gives how many it removed.</summary>
    private async Task<int> BreakAsync(FullHost full)
    {
        int removed = 0;
        Random chance = new(29);
        for (int i = 1; i <= 30; i++)
        {
            await Task.Delay(chance.Next(50, 250), CancellationToken.None);
            if (i % 6 == 0)
            {
                await _relay.CutAsync();
                continue;
            }

            ContainerSummary[] all = [.. (await full.ListAsync()).Where(container => container.State == "running")];
            removed += all.Length > 0 && await full.TryRemoveAsync(all[chance.Next(all.Length)].Id) ? 1 : 0;
        }

        return removed;
    }
}
