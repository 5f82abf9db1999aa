using Microsoft.SemanticKernel;
using SkillHost.Functions;
using SkillHost.Hosting;

namespace SkillHost.SemanticKernel;

/// <summary>Makes plugins of skills: <c>kernel.Plugins.AddSkillHost(catalog)</c>.</summary>
public static class SkillPlugins
{
    /// <summary>
    /// One plugin per skill, in the catalog's order, named by <see cref="FunctionNames.Plugin"/>, with its functions named by
    /// <see cref="FunctionNames.PluginFunction"/>. Throws <see cref="ArgumentException"/> where a function has two parameters that
    /// differ only in letter case, which a kernel cannot tell apart.
    /// </summary>
    public static IReadOnlyList<KernelPlugin> ToKernelPlugins(this SkillCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return [.. catalog.Functions.GroupBy(f => f.Names.Plugin, StringComparer.OrdinalIgnoreCase).Select(Make)];
    }

    /// <summary>
    /// Adds the catalog's plugins, for instance to <c>kernel.Plugins</c>. Throws <see cref="ArgumentException"/>, and adds none, where
    /// a plugin of such a name is there already, letter case aside.
    /// </summary>
    public static IReadOnlyList<KernelPlugin> AddSkillHost(this ICollection<KernelPlugin> plugins, SkillCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        IReadOnlyList<KernelPlugin> added = catalog.ToKernelPlugins();
        plugins.AddAll(added);
        return added;
    }

    /// <summary>Adds all of <paramref name="added"/>, or throws and adds none.</summary>
    internal static void AddAll(this ICollection<KernelPlugin> plugins, IReadOnlyList<KernelPlugin> added)
    {
        string[] taken =
        [
            .. added.Select(a => a.Name).Where(name => plugins.Any(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))),
        ];
        if (taken.Length > 0)
        {
            throw new ArgumentException(
                $"plugins: {string.Join(", ", taken)} there already; every plugin needs a name of its own, letter case aside",
                nameof(plugins));
        }

        foreach (KernelPlugin plugin in added)
        {
            plugins.Add(plugin);
        }
    }

    private static KernelPlugin Make(IGrouping<string, SkillFunction> skill) => KernelPluginFactory.CreateFromFunctions(
        skill.Key, skill.First().Callable.Skill.Description, [.. skill.Select(f => new SkillKernelFunction(f).ToKernelFunction())]);
}
