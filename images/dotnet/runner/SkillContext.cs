using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace SkillHost.Runner;

/// <summary>Where a skill's library and what it depends on are loaded, apart from the runner's own.</summary>
/// <param name="library">Path of the library.</param>
/// <param name="folders">Where its dependencies lie that no <c>.deps.json</c> names, best first.</param>
public sealed class SkillContext(string library, string[] folders) : AssemblyLoadContext("skill")
{
    private readonly AssemblyDependencyResolver _resolver = new(library);

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string? path = _resolver.ResolveAssemblyToPath(assemblyName)
            ?? folders.Select(folder => Path.Combine(folder, assemblyName.Name + ".dll")).FirstOrDefault(File.Exists);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <inheritdoc />
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }
}
