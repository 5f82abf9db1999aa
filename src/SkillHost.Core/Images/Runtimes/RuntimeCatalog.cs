using Microsoft.Extensions.Options;
using SkillHost.Skills;

namespace SkillHost.Images.Runtimes;

/// <summary>The runtimes an operator offers: the folders in <c>images/</c>.</summary>
/// <param name="options">Where they are.</param>
public sealed class RuntimeCatalog(IOptions<ImageOptions> options)
{
    /// <summary>Names of the runtimes, in ordinal order; empty when there is no folder.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            var root = new DirectoryInfo(options.Value.Folder);
            return root.Exists
                ? [.. root.EnumerateDirectories().Select(d => d.Name).Where(RuntimeNames.IsValid).Order(StringComparer.Ordinal)]
                : [];
        }
    }

    /// <summary>The runtime of that name, or null with what is wrong in <paramref name="failures"/>.</summary>
    public RuntimeDefinition? Find(string name, out IReadOnlyList<SkillFailure> failures)
    {
        List<SkillFailure> found = [];
        failures = found;
        string folder = Path.GetFullPath(Path.Combine(options.Value.Folder, name));
        if (RuntimeNames.IsValid(name) && Directory.Exists(folder))
        {
            return RuntimeReader.Read(name, folder, found);
        }

        string wanted = RuntimeNames.IsValid(name) ? $"one of {string.Join(", ", Names)}" : RuntimeNames.Form;
        found.Add(new SkillFailure { File = $"images/{SafeText.Seen(name)}", Seen = "no such runtime", Wanted = wanted });
        return null;
    }
}
