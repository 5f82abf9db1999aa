using SkillHost.Containers;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>A container of the fake engine.</summary>
internal sealed class FakeContainer(FakeContainerEngine engine, string id, ContainerSpec spec) : IAsyncDisposable
{
    private FakeInit? _init;

    public FakeContainerEngine Engine => engine;

    public string Id => id;

    public ContainerSpec Spec => spec;

    public string State { get; set; } = "created";

    public bool OutOfMemory { get; set; }

    public DuplexPipe? InitEnd { get; set; }

    public void Start()
    {
        State = "running";
        if (InitEnd is { } end && !engine.Silent)
        {
            _init = new FakeInit(this, end);
        }
    }

    /// <summary>Its process 1 dies, as when the kernel kills it.</summary>
    public async Task DieAsync(bool outOfMemory)
    {
        await engine.Watched;
        OutOfMemory = outOfMemory;
        State = "exited";
        if (outOfMemory)
        {
            engine.Tell(new ContainerEvent(id, "oom", null));
        }

        engine.Tell(new ContainerEvent(id, "die", 137));
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_init is { } init)
        {
            await init.DisposeAsync();
        }

        if (InitEnd is { } end)
        {
            await end.DisposeAsync();
        }
    }
}
