using Microsoft.SemanticKernel;
using SkillHost.Hosting;

namespace SkillHost.SemanticKernel;

/// <summary>The plugins of the catalog that is loaded now, made once for each load.</summary>
internal sealed class CatalogPlugins(ISkillHost host)
{
    private volatile MadePlugins? _made;

    /// <summary>The plugins. Throws <see cref="InvalidOperationException"/> before the first load.</summary>
    public IReadOnlyList<KernelPlugin> Current()
    {
        SkillCatalog catalog = host.Catalog;
        if (ReferenceEquals(catalog, SkillCatalog.Empty))
        {
            throw new InvalidOperationException(
                $"no skills are loaded; await {nameof(ISkillHost)}.{nameof(ISkillHost.LoadAsync)} before the first kernel is made");
        }

        // Two kernels made at once may both make the plugins; either's are right.
        MadePlugins made = _made is { } last && ReferenceEquals(last.Catalog, catalog) ? last : new(catalog, catalog.ToKernelPlugins());
        _made = made;
        return made.Plugins;
    }

    private sealed record MadePlugins(SkillCatalog Catalog, IReadOnlyList<KernelPlugin> Plugins);
}
