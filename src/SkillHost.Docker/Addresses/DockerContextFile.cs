namespace SkillHost.Docker.Addresses;

/// <summary>What is read of a context's <c>meta.json</c>.</summary>
internal sealed record DockerContextFile
{
    public IReadOnlyDictionary<string, DockerContextEndpoint> Endpoints { get; init; } = new Dictionary<string, DockerContextEndpoint>();
}
