using SkillHost.Containers;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>The host's end of a fake container's streams.</summary>
internal sealed class FakeAttachment(Stream duplex) : IContainerAttachment
{
    public Stream Duplex => duplex;

    public bool Blocks => false;

    public string ErrorTail => "";

    public Task CompleteInputAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => duplex.DisposeAsync();
}
