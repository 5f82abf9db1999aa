using SkillHost.Containers;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>The host's end of a fake container's streams.</summary>
internal sealed class FakeAttachment(Stream duplex, Func<Task> closed) : IContainerAttachment
{
    public Stream Duplex => duplex;

    public bool Blocks => false;

    public string ErrorTail => "";

    public Task CompleteInputAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await duplex.DisposeAsync();
        await closed();
    }
}
