namespace SkillHost.Core.Tests.Fakes;

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("skillhost-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
