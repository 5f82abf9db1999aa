using SkillHost.Containers;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>The real engine and the base image, for a class of tests; nothing with the class's label may be left after a test.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    public const string BaseImage = "debian:bookworm-slim";
    public const string LabelKey = "skillhost.docker-tests";

    /// <summary>Value of the label, unique to this run.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("n")[..12];

    public DockerEngine Engine { get; } = DockerEngine.Create();

    public string ImageId { get; private set; } = "";

    /// <summary>Labels of everything a test makes.</summary>
    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string> { [LabelKey] = Run };

    public async Task InitializeAsync()
    {
        using var deadline = Deadlines.Short();
        var image = await Engine.FindImageAsync(BaseImage, deadline.Token);
        ImageId = image?.Id ?? throw new InvalidOperationException($"{BaseImage} is not on the engine; eng/ makes it");
    }

    public async Task DisposeAsync()
    {
        await AssertNothingLeftAsync();
        Engine.Dispose();
    }

    /// <summary>A container that runs a shell script under modest limits.</summary>
    public ContainerSpec Script(string script) => Command("/bin/sh", "-c", script);

    /// <summary>A container that runs a command under modest limits.</summary>
    public ContainerSpec Command(params string[] command) => new()
    {
        Name = $"skillhost-docker-test-{Guid.NewGuid():n}",
        ImageId = ImageId,
        Command = command,
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["HOME"] = "/tmp" },
        ImageEnvironment = ["PATH"],
        UserId = 100_123,
        Labels = Labels,
        MemoryBytes = 64 << 20,
        Cpus = 1,
        Pids = 64,
        Tmpfs = [new TmpfsSpec("/tmp", 16 << 20)],
    };

    /// <summary>Creates, attaches, starts, feeds and reads a container to its end, and removes it.</summary>
    public async Task<RunOutcome> RunAsync(ContainerSpec spec, byte[]? input = null)
    {
        using var deadline = Deadlines.Short();
        await Engine.CreateAsync(spec, deadline.Token);
        try
        {
            await using var attachment = await Engine.AttachAsync(spec.Name, deadline.Token);
            await Engine.StartAsync(spec.Name, deadline.Token);
            var writing = WriteAsync(attachment, input ?? [], deadline.Token);
            using var output = new MemoryStream();
            await attachment.Duplex.CopyToAsync(output, deadline.Token);
            await writing;
            return new RunOutcome(output.ToArray(), attachment.ErrorTail);
        }
        finally
        {
            await Engine.RemoveAsync(spec.Name, CancellationToken.None);
            await WaitUntilGoneAsync(spec.Name);
        }
    }

    /// <summary>Waits for the end of a removal the engine has begun by itself.</summary>
    public async Task WaitUntilGoneAsync(string container)
    {
        using var deadline = Deadlines.Short();
        while (await Engine.FindAsync(container, deadline.Token) is not null)
        {
            await Task.Yield();
        }
    }

    /// <summary>Fails when a container with the run's label stays; the engine gets a moment to finish removals it has begun.</summary>
    public async Task AssertNothingLeftAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        IReadOnlyList<ContainerSummary> left;
        do
        {
            left = await Engine.ListAsync(Labels, CancellationToken.None);
        }
        while (left.Count > 0 && !patience.IsCancellationRequested);
        Assert.Empty(left);
    }

    private static async Task WriteAsync(IContainerAttachment attachment, byte[] input, CancellationToken cancellationToken)
    {
        try
        {
            await attachment.Duplex.WriteAsync(input, cancellationToken);
            await attachment.CompleteInputAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or EngineException)
        {
            // The container ended without reading everything.
        }
    }
}
