using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SkillHost.Containers;

namespace SkillHost.Docker.Addresses;

/// <summary>Reads the contexts that Docker's own client keeps in its configuration folder.</summary>
internal sealed class DockerContextReader(string configFolder)
{
    private const int LargestFileBytes = 1 << 20;

    /// <summary>Name of the current context, or null when none was chosen.</summary>
    public string? ReadCurrent() => ReadConfiguration()?.CurrentContext;

    /// <summary>The logins at registries that are kept in the file itself, by registry.</summary>
    public IReadOnlyDictionary<string, DockerConfigAuth> ReadLogins() =>
        ReadConfiguration()?.Logins ?? new Dictionary<string, DockerConfigAuth>();

    /// <summary>The address of a context.</summary>
    public DockerAddress Read(string context)
    {
        // Docker's client names the folder of a context by the hash of its name.
        var folder = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));
        var file = Path.Combine(configFolder, "contexts", "meta", folder, "meta.json");
        if (!File.Exists(file))
        {
            throw Wrong($"Docker context \"{context}\" does not exist; `docker context ls` lists those that do");
        }

        if (!ReadJson(file, AddressesJson.Default.DockerContextFile).Endpoints.TryGetValue("docker", out var endpoint)
            || string.IsNullOrEmpty(endpoint.Host))
        {
            throw Wrong($"Docker context \"{context}\" names no docker endpoint");
        }

        var certificates = Path.Combine(configFolder, "contexts", "tls", folder, "docker");
        var tls = Directory.Exists(certificates) ? new TlsFiles(certificates) : null;
        return endpoint.SkipTlsVerify && tls is not null
            ? throw Wrong($"Docker context \"{context}\" skips the check of the server's certificate; make one that does not")
            : DockerAddressParser.Parse(endpoint.Host, $"Docker context \"{context}\"", tls);
    }

    private DockerConfigFile? ReadConfiguration()
    {
        var file = Path.Combine(configFolder, "config.json");
        return File.Exists(file) ? ReadJson(file, AddressesJson.Default.DockerConfigFile) : null;
    }

    private static T ReadJson<T>(string file, JsonTypeInfo<T> type)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return stream.Length > LargestFileBytes
                ? throw Wrong($"{file} has {stream.Length} bytes; wanted at most {LargestFileBytes}")
                : JsonSerializer.Deserialize(stream, type) ?? throw Wrong($"{file} holds null; wanted an object");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Wrong($"{file} cannot be read: {fault.Message}", fault);
        }
    }

    private static EngineException Wrong(string message, Exception? inner = null) => new(EngineFailure.BadRequest, message, inner);
}
