namespace SkillHost.Skills;

/// <summary>Discovers skill folders and reads their manifests. Touches nothing but the folder.</summary>
public interface ISkillLoader
{
    /// <summary>
    /// One result per folder under <paramref name="folder"/>, in ordinal order of names. One bad folder never delays or hides
    /// another. Throws <see cref="DirectoryNotFoundException"/> when <paramref name="folder"/> is missing.
    /// </summary>
    Task<IReadOnlyList<SkillLoadResult>> LoadAsync(string folder, CancellationToken cancellationToken);
}
