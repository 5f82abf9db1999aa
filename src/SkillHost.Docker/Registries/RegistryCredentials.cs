using System.Text;
using System.Text.Json;
using SkillHost.Containers;
using SkillHost.Docker.Addresses;
using SkillHost.Images;

namespace SkillHost.Docker.Registries;

/// <summary>
/// Finds the login for a registry where <c>docker login</c> leaves it: the section <c>auths</c> of <c>config.json</c>. Programs that
/// keep logins elsewhere are not asked, for that would mean starting them.
/// </summary>
internal sealed class RegistryCredentials(DockerContextReader configuration)
{
    private const string Hub = "https://index.docker.io/v1/";

    /// <summary>The header for the registry in an image's name.</summary>
    public string HeaderFor(string reference)
    {
        RegistryLogin found = Find(RegistryAddress.HostOf(reference) ?? Hub);
        byte[] login = JsonSerializer.SerializeToUtf8Bytes(found, RegistriesJson.Default.RegistryLogin);
        return Convert.ToBase64String(login).Replace('+', '-').Replace('/', '_');
    }

    private RegistryLogin Find(string host)
    {
        string[] keys = host == Hub ? [Hub] : [host, "https://" + host, "http://" + host, $"https://{host}/v1/", $"https://{host}/v2/"];
        IReadOnlyDictionary<string, DockerConfigAuth> known = configuration.ReadLogins();
        foreach (string key in keys)
        {
            if (known.TryGetValue(key, out DockerConfigAuth? found) && Read(host, found) is { } login)
            {
                return login;
            }
        }

        return new RegistryLogin();
    }

    private static RegistryLogin? Read(string host, DockerConfigAuth? auth)
    {
        if (!string.IsNullOrEmpty(auth?.IdentityToken))
        {
            return new RegistryLogin { IdentityToken = auth.IdentityToken, Server = host };
        }

        if (string.IsNullOrEmpty(auth?.Auth))
        {
            return null;
        }

        // What it held is not quoted: it is a secret, however malformed.
        var bytes = new byte[auth.Auth.Length];
        string[] pair = Convert.TryFromBase64String(auth.Auth, bytes, out int count)
            ? Encoding.UTF8.GetString(bytes, 0, count).Split(':', 2)
            : [];
        return pair is [var user, var password]
            ? new RegistryLogin { User = user, Password = password.TrimEnd('\0'), Server = host }
            : throw new EngineException(
                EngineFailure.BadRequest,
                $"the login for {host} in Docker's config.json is no user:password in Base64; docker login again");
    }
}
