using System.Text;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Hosting;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Servers;

/// <summary>A host for the one skill that brings a public server, whose build the operator grants the network.</summary>
public sealed class PublicServerFixture : IAsyncLifetime, IAsyncDisposable
{
    // What this machine trusts; behind a proxy that ends TLS, a build step must trust it too.
    private const string Trusted = "/etc/ssl/certs/ca-certificates.crt";

    private readonly string _temporary = Directory.CreateTempSubdirectory("skillhost-public-").FullName;
    private RealHost? _host;

    internal RealHost Host => _host ?? throw new InvalidOperationException("not initialised");

    public async Task InitializeAsync()
    {
        string source = Path.Combine(Path.GetDirectoryName(Repository.CallSkills)!, "public-servers", "everything");
        string skill = Directory.CreateDirectory(Path.Combine(_temporary, "skills", "everything")).FullName;
        foreach (string file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(skill, Path.GetFileName(file)));
        }

        if (File.Exists(Trusted))
        {
            File.Copy(Trusted, Path.Combine(skill, "ca.crt"));
        }

        _host = new RealHost(Path.Combine(_temporary, "state"), new Dictionary<string, string?>
        {
            ["SkillHost:SkillsFolder"] = Path.Combine(_temporary, "skills"),
            ["SkillHost:Images:AllowBuildNetwork:0"] = "everything",
            ["SkillHost:Warm:Enabled"] = "false",
        });
        await _host.StartAsync();
        await _host.LoadAsync();
        await _host.Get<ISkillHost>().LoadAsync();
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_temporary, recursive: true);
    }

    ValueTask IAsyncDisposable.DisposeAsync() => Host.DisposeAsync();

    internal Task<InvocationResult> CallAsync(
        string function, string arguments, InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        Host.Function($"everything.{function}").CallAsync(Encoding.UTF8.GetBytes(arguments), options, cancellationToken);
}
