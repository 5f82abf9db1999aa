namespace SkillHost.Secrets;

/// <summary>Where the values of secrets come from. Section <c>Secrets</c>.</summary>
public sealed class SecretOptions
{
    /// <summary>Folder with one file per secret, named after it; null for none.</summary>
    public string? Folder { get; set; }

    /// <summary>Whether files in the folder may be readable by all users, as an orchestrator's are. Default no.</summary>
    public bool AllowReadable { get; set; }

    /// <summary>Values by name, for configuration that is itself kept secret, such as .NET user secrets. Default none.</summary>
    public IDictionary<string, string> Values { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Folder with one folder per plugin, each with an assembly of the folder's name; null for none.</summary>
    public string? Plugins { get; set; }
}
