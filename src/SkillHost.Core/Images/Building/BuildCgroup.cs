namespace SkillHost.Images.Building;

/// <summary>A control group the host made for one build, removed with it.</summary>
internal sealed class BuildCgroup(string name, IReadOnlyList<string> folders) : IDisposable
{
    /// <summary>Its name for the engine, such as <c>/skillhost-build/4711-0c9d1f2e-1</c>.</summary>
    public string Name { get; } = name;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (string folder in folders)
        {
            Remove(folder);
        }
    }

    /// <summary>Removes one with those inside it. One that still holds a process stays.</summary>
    public static void Remove(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                return;
            }

            foreach (string inner in Directory.GetDirectories(folder))
            {
                Remove(inner);
            }

            Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Still busy: a later host takes it away.
        }
    }
}
