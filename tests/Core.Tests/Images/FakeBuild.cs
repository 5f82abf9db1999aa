using SkillHost.Containers;

namespace SkillHost.Core.Tests.Images;

/// <summary>One build as the engine saw it.</summary>
internal sealed record FakeBuild(ImageBuildSpec Spec, IReadOnlyDictionary<string, TarFile> Files)
{
    public string Dockerfile => Files[Spec.Dockerfile].Text;

    /// <summary>The author's part: all but what the host adds.</summary>
    public IReadOnlyList<string> Names =>
        [.. Files.Keys.Where(n => !n.StartsWith(".skillhost", StringComparison.Ordinal) && n != ".dockerignore")];
}
