using SkillHost.Hosting;

namespace SkillHost.SemanticKernel.Tests.Hosting;

/// <summary>A host with whatever catalog it is given.</summary>
internal sealed class FakeHost : ISkillHost
{
    public SkillCatalog Catalog { get; set; } = SkillCatalog.Empty;

    public Task<SkillCatalog> LoadAsync(CancellationToken cancellationToken = default) => Task.FromResult(Catalog);
}
