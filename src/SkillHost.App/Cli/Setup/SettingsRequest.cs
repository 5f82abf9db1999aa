namespace SkillHost.App.Cli.Setup;

/// <summary>What the command line says of the configuration.</summary>
internal sealed record SettingsRequest
{
    /// <summary>Folder of the skills, relative to the working directory; null for the configuration's.</summary>
    public string? SkillsFolder { get; init; }

    /// <summary>Configuration file, which must exist; null for the usual places.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>Whether the host's own log is shown from information upwards; otherwise from warnings upwards.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether containers are kept waiting for calls; not worth it for a verb that makes one call or none. Default no.</summary>
    public bool KeepWarm { get; init; }

    /// <summary>Further settings by key, such as <c>SkillHost:Policies:Ceilings:Memory</c>, over all others. Default none.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>();
}
