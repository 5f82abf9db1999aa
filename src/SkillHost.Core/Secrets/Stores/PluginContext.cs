using System.Reflection;
using System.Runtime.Loader;

namespace SkillHost.Secrets.Stores;

/// <summary>
/// One plugin's assemblies, apart from the host's and from other plugins'. It keeps two plugins from meeting in versions; it is no
/// boundary against a hostile one, which is why only the operator's folder is loaded from.
/// </summary>
internal sealed class PluginContext(string assembly) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assembly))
{
    private static readonly string[] Shared = ["SkillHost.", "Microsoft.Extensions."];
    private readonly AssemblyDependencyResolver _resolver = new(assembly);

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What the two sides exchange has to be one type; null leaves it to the host.
        if (Array.Exists(Shared, start => assemblyName.Name?.StartsWith(start, StringComparison.Ordinal) is true) && HostHas(assemblyName))
        {
            return null;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc />
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static bool HostHas(AssemblyName name)
    {
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name.Name ?? "")) is not null;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
