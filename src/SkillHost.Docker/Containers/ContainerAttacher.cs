using SkillHost.Containers;
using SkillHost.Docker.Streams;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Containers;

/// <summary>Attaches to the standard streams of a container.</summary>
internal sealed class ContainerAttacher(Upgrader upgrader)
{
    public async Task<IContainerAttachment> AttachAsync(string container, CancellationToken cancellationToken)
    {
        var path = $"/containers/{EnginePath.Container(container)}/attach";
        var connection = await upgrader.OpenAsync($"{path}?stream=1&stdin=1&stdout=1&stderr=1", $"POST {path}", cancellationToken);
        return new ContainerAttachment(connection);
    }
}
