using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker.Tests.Registries;

/// <summary>Engines of users who have logged in somewhere.</summary>
internal static class Login
{
    /// <summary>The engine, as a user with this one login sees it.</summary>
    public static DockerEngine Engine(string registry, string login)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("skillhost-login-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        string auth = Convert.ToBase64String(Encoding.UTF8.GetBytes(login));
        File.WriteAllText(Path.Combine(folder.FullName, "config.json"), $$"""{ "auths": { "{{registry}}": { "auth": "{{auth}}" } } }""");
        return new DockerEngine(
            new DockerOptions(),
            DockerEnvironment.OfThisProcess() with { ConfigFolder = folder.FullName },
            TimeProvider.System,
            NullLoggerFactory.Instance);
    }
}
