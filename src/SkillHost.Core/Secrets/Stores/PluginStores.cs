using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SkillHost.Secrets.Stores;

/// <summary>Loads secret stores from the operator's plugin folder: every public, instantiable <see cref="ISecretStore"/>.</summary>
internal static partial class PluginStores
{
    /// <summary>
    /// The stores of every plugin in <paramref name="folder"/>, by the plugins' names. Throws <see cref="InvalidOperationException"/>
    /// naming a plugin that cannot be loaded: a host with half its stores would refuse calls for no visible reason.
    /// </summary>
    public static IReadOnlyList<ISecretStore> Load(string folder, IServiceProvider services, ILogger logger)
    {
        List<ISecretStore> stores = [];
        foreach (string plugin in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(plugin);
            ISecretStore[] found = LoadOne(name, Path.GetFullPath(Path.Combine(plugin, name + ".dll")), services);
            Log.Loaded(logger, name, found.Length);
            stores.AddRange(found);
        }

        return stores;
    }

    private static ISecretStore[] LoadOne(string name, string path, IServiceProvider services)
    {
        try
        {
            Assembly assembly = new PluginContext(path).LoadFromAssemblyPath(path);
            ISecretStore[] stores =
            [
                .. assembly.GetExportedTypes()
                    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ISecretStore)))
                    .OrderBy(type => type.FullName, StringComparer.Ordinal)
                    .Select(type => (ISecretStore)ActivatorUtilities.CreateInstance(services, type)),
            ];
            return stores.Length > 0
                ? stores
                : throw new InvalidOperationException($"the plugin {name} has no public class that is an {nameof(ISecretStore)}");
        }
        catch (Exception e) when (e is not InvalidOperationException { InnerException: null })
        {
            // Whatever the operator's own code or file is wrong with; the message says which.
            throw new InvalidOperationException($"the plugin {name} of SkillHost:Secrets:Plugins cannot be loaded: {e.Message}", e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7201, LogLevel.Information, "Plugin {Plugin} gives {Count} secret stores")]
        public static partial void Loaded(ILogger logger, string plugin, int count);
    }
}
