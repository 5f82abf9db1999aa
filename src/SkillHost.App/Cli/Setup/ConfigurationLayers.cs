using Microsoft.Extensions.Configuration;
using SkillHost.App.Logging;
using SkillHost.Hosting;

namespace SkillHost.App.Cli.Setup;

/// <summary>Lays the configuration: file, then environment, then flags; a later layer wins.</summary>
internal static class ConfigurationLayers
{
    private const string Section = "SkillHost";
    private const string SkillsKey = $"{Section}:{nameof(SkillHostOptions.SkillsFolder)}";
    private const string ImagesKey = $"{Section}:{nameof(SkillHostOptions.ImagesFolder)}";

    /// <summary>Names that the launcher, the set-up scripts and the tests keep for themselves.</summary>
    private static readonly string[] Reserved = ["HOME", "NO_ENGINE_INSTALL", "ACCEPT"];

    /// <summary>Adds the layers. Throws <see cref="UsageException"/> when the file is missing or no JSON.</summary>
    public static void AddTo(IConfigurationBuilder builder, SettingsRequest request)
    {
        string? file = ConfigurationFile.Find(request.ConfigurationFile);
        IConfigurationRoot? fromFile = file is null ? null : Read(file);
        Dictionary<string, string?> environment = FromEnvironment();
        bool namesSinks = fromFile?.GetSection($"{HostLog.Section}:WriteTo").Exists() is true
            || environment.Keys.Any(key => key.StartsWith($"{HostLog.Section}:WriteTo:", StringComparison.OrdinalIgnoreCase));
        builder.AddInMemoryCollection(HostLog.Defaults(namesSinks, request.Verbose));
        if (file is not null && fromFile is not null)
        {
            builder.AddConfiguration(fromFile);
            builder.AddInMemoryCollection(Folders(fromFile, Path.GetDirectoryName(file) ?? "/"));
        }

        builder.AddInMemoryCollection(environment);
        builder.AddInMemoryCollection(FromFlags(request));
    }

    private static IConfigurationRoot Read(string file)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(file, optional: false, reloadOnChange: false).Build();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: {e.GetBaseException().Message}");
        }
    }

    /// <summary>Folders that a file names, or leaves to their defaults, are relative to the file.</summary>
    private static Dictionary<string, string?> Folders(IConfigurationRoot file, string home)
    {
        SkillHostOptions defaults = new();
        Dictionary<string, string?> folders = new() { [SkillsKey] = defaults.SkillsFolder, [ImagesKey] = defaults.ImagesFolder };
        IEnumerable<string> keys =
        [
            SkillsKey, ImagesKey, $"{Section}:{nameof(SkillHostOptions.StateFolder)}", $"{Section}:Images:InitFolder",
            $"{Section}:Audit:Folder", $"{Section}:Secrets:Folder", $"{Section}:Secrets:Plugins",
            $"{Section}:Approval:LockFile",
            $"{Section}:Http:TokenFile", .. file.GetSection($"{Section}:Http:Tokens").GetChildren().Select(token => $"{token.Path}:File"),
            .. RootsOf(file.GetSection($"{Section}:Policies")),
            .. file.GetSection($"{Section}:Policies:Skills").GetChildren().SelectMany(RootsOf),
            .. file.GetSection($"{HostLog.Section}:WriteTo").GetChildren().Select(sink => $"{sink.Path}:Args:path"),
            .. file.GetSection($"{Section}:Policies:Mounts").GetChildren().Select(mount => $"{mount.Path}:Path"),
            .. file.GetSection($"{Section}:Policies:MountRoots").GetChildren().Select(root => root.Path),
        ];
        foreach (string key in keys.Where(key => !string.IsNullOrEmpty(file[key])))
        {
            folders[key] = file[key];
        }

        return folders.ToDictionary(pair => pair.Key, pair => (string?)Path.GetFullPath(pair.Value ?? "", home));
    }

    /// <summary>Files of certificates that headers of allowed hosts name.</summary>
    private static IEnumerable<string> RootsOf(IConfigurationSection grants) =>
        grants.GetSection("AllowHosts").GetChildren().Select(host => $"{host.Path}:Header:Roots");

    /// <summary><c>SKILLHOST_Policies__Ceilings__Memory</c> is <c>SkillHost:Policies:Ceilings:Memory</c>.</summary>
    private static Dictionary<string, string?> FromEnvironment() =>
        new ConfigurationBuilder().AddEnvironmentVariables("SKILLHOST_").Build().AsEnumerable()
            .Where(pair => pair.Value is not null && !Reserved.Contains(pair.Key) && !IsSecret(pair.Key))
            .ToDictionary(pair => IsOfTheLog(pair.Key) ? pair.Key : $"{Section}:{pair.Key}", pair => pair.Value);

    /// <summary>Values of secrets are no settings: the room that gives them out reads them itself.</summary>
    private static bool IsSecret(string key) => key.StartsWith("SECRET_", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfTheLog(string key) => key.StartsWith($"{HostLog.Section}:", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string?> FromFlags(SettingsRequest request)
    {
        Dictionary<string, string?> flags = new(request.Overrides);
        if (request.SkillsFolder is { } skills)
        {
            flags[SkillsKey] = Path.GetFullPath(skills);
        }

        if (request.Verbose)
        {
            flags[HostLog.LevelKey] = "Debug";
        }

        return flags;
    }
}
