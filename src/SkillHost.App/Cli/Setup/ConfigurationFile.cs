namespace SkillHost.App.Cli.Setup;

/// <summary>Finds the configuration file.</summary>
internal static class ConfigurationFile
{
    /// <summary>Name in the usual places.</summary>
    public const string Name = "appsettings.json";

    /// <summary>
    /// Absolute path of <paramref name="given"/>, or of the first that exists in the working directory, in the folder named by
    /// <c>SKILLHOST_HOME</c> and beside the program; null when there is none. Throws when <paramref name="given"/> does not exist.
    /// </summary>
    public static string? Find(string? given)
    {
        if (given is not null)
        {
            string path = Path.GetFullPath(given);
            return File.Exists(path) ? path : throw new UsageException($"--config {given}: no such file, wanted a JSON configuration file");
        }

#pragma warning disable RS0030 // Here and nowhere else: the launcher says where the program lives.
        string?[] folders = [Environment.CurrentDirectory, Environment.GetEnvironmentVariable("SKILLHOST_HOME"), AppContext.BaseDirectory];
#pragma warning restore RS0030
        return folders
            .Where(folder => !string.IsNullOrEmpty(folder))
            .Select(folder => Path.GetFullPath(Path.Join(folder, Name)))
            .FirstOrDefault(File.Exists);
    }
}
