using SkillHost.Images.Runtimes;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.Hosting;

/// <summary>Tells policies of the runtimes that images know.</summary>
internal sealed class RuntimeProfiles(RuntimeCatalog catalog) : IRuntimeProfiles
{
    /// <inheritdoc />
    public IReadOnlyDictionary<string, RuntimeProfile> Read() => ReadAll()
        .Where(runtime => runtime.Definition is not null)
        .ToDictionary(
            runtime => runtime.Name,
            // Not null: filtered above.
            runtime => new RuntimeProfile { Limits = runtime.Definition!.Limits, ExecutableTmp = runtime.Definition.TmpExecutable });

    /// <summary>Everything wrong with the runtimes' own files.</summary>
    public IReadOnlyList<SkillFailure> Failures() => [.. ReadAll().SelectMany(runtime => runtime.Failures)];

    private IEnumerable<(string Name, RuntimeDefinition? Definition, IReadOnlyList<SkillFailure> Failures)> ReadAll()
    {
        foreach (string name in catalog.Names)
        {
            RuntimeDefinition? definition = catalog.Find(name, out IReadOnlyList<SkillFailure> failures);
            yield return (name, definition, failures);
        }
    }
}
