namespace SkillHost.Docker.Tests.Calls;

/// <summary>A state folder that is gone afterwards.</summary>
internal sealed class TemporaryState : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("skillhost-state-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
