using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Egress;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>
/// Servers on this machine, at addresses that nobody but the operator can let a skill reach, and a host whose operator does.
/// </summary>
public sealed class EgressFixture : IAsyncLifetime
{
    private readonly string _state = Directory.CreateTempSubdirectory("skillhost-egress-").FullName;
    private readonly List<TestServer> _servers = [];
    private readonly List<RealHost> _others = [];
    private RealHost? _host;
    private bool _hasClients;

    /// <summary>Where the servers are: an address of this test run's own.</summary>
    public IPAddress Address { get; } = new([127, 77, (byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(1, 255)]);

    private string Roots => Path.Combine(_state, "roots.pem");

    /// <summary>Another one, at which nothing may be reached.</summary>
    public IPAddress Unnamed { get; } = new([127, 78, (byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(1, 255)]);

    internal TestResolver Names { get; } = new();

    internal TestServer Good { get; private set; } = null!;

    internal TestServer Forbidden { get; private set; } = null!;

    internal TestServer Secure { get; private set; } = null!;

    internal SecretApi Api { get; private set; } = null!;

    internal RealHost Host => _host ?? throw new InvalidOperationException("not initialised");

    public async Task InitializeAsync()
    {
        Good = Add(new TestServer(Address, 20080, TestServer.EchoAsync));
        Forbidden = Add(new TestServer(Unnamed, 20080, TestServer.EchoAsync));
        Secure = Add(new TestServer(Address, 20443, new TlsEcho().ServeAsync));
        Add(new TestServer(Address, 20081, TestServer.FloodAsync));
        Api = new SecretApi();
        Add(new TestServer(Address, 20444, Api.ServeAsync));
        await File.WriteAllTextAsync(Roots, Api.Certificate);
        string[] here =
        [
            "good.test", "other.test", "tls.test", "untaught.test", "a.wild.test", "b.c.wild.test", "nowhere.test", "api.test", "fake.test",
        ];
        foreach (string name in here)
        {
            Names.Set(name, Address);
        }

        Names.Set("private.test", Unnamed);
        Names.Set("evil.test", Unnamed);
        Names.Set("metadata.test", new IPAddress([169, 254, 169, 254]));
        Names.Set("mixed.test", Address, Unnamed);
        _host = await MakeHostAsync(Path.Combine(_state, "main"), Settings());
    }

    public async Task DisposeAsync()
    {
        foreach (RealHost host in _others.Append(Host))
        {
            await host.DisposeAsync();
        }

        foreach (TestServer server in _servers)
        {
            await server.DisposeAsync();
        }

        Directory.Delete(_state, recursive: true);
    }

    /// <summary>Adds the servers that real clients come to, and makes their image.</summary>
    internal async Task AddClientsAsync()
    {
        if (_hasClients)
        {
            return;
        }

        _hasClients = true;
        Add(new TestServer(Address, 20180, new WebServer("web.test:20180").ServeAsync));
        Add(new TestServer(Address, 20025, new MailServer().ServeAsync));
        Add(new TestServer(Address, 20432, DatabaseServer.ServeAsync));
        foreach (string name in new[] { "web.test", "mail.test", "db.test" })
        {
            Names.Set(name, Address);
        }

        await Host.LoadAsync("clients");
    }

    /// <summary>Another host with the same skills, whose operator says more.</summary>
    internal async Task<RealHost> AnotherAsync(params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> values = Settings();
        foreach ((string key, string value) in settings)
        {
            values["SkillHost:Policies:" + key] = value;
        }

        RealHost host = await MakeHostAsync(Path.Combine(_state, $"other-{_others.Count}"), values);
        _others.Add(host);
        return host;
    }

    private Dictionary<string, string?> Settings()
    {
        Dictionary<string, string?> values = new()
        {
            ["SkillHost:Images:AllowBuildNetwork:0"] = "clients",
            ["SkillHost:SkillsFolder"] = Path.Combine(Repository.Root, "tests", "skills", "egress"),
        };
        string[] named =
        [
            "good.test:*", "other.test:20080", "tls.test:20443", "untaught.test:20443", "mixed.test:20080", "rebind.test:20080",
            "nowhere.test:20080", "*.wild.test:20080", "*.wild.test:20443", "*.wild.test:20180",
            "web.test:20180", "mail.test:20025", "db.test:20432",
        ];
        int next = 0;
        foreach (string host in named)
        {
            string key = $"SkillHost:Policies:AllowHosts:{next++}";
            values[key + ":Host"] = host;
            values[key + ":Addresses:0"] = Address.ToString();
            values[key + ":ServerName"] = host is "tls.test:20443" or "*.wild.test:20443" ? "true" : "false";
        }

        foreach (string host in new[] { "private.test:20080", "metadata.test:80", "missing.test:20080" })
        {
            values[$"SkillHost:Policies:AllowHosts:{next++}"] = host;
        }

        foreach (string host in new[] { "api.test:20082", "fake.test:20082" })
        {
            string key = $"SkillHost:Policies:AllowHosts:{next++}";
            values[key + ":Host"] = host;
            values[key + ":Addresses:0"] = Address.ToString();
            values[key + ":Header:Name"] = "Authorization";
            values[key + ":Header:Prefix"] = "Bearer ";
            values[key + ":Header:Secret"] = "API_TOKEN";
            values[key + ":Header:TlsPort"] = "20444";
            values[key + ":Header:Roots"] = Roots;
        }

        values["SkillHost:Secrets:Values:API_TOKEN"] = SecretApi.Token;
        return values;
    }

    private async Task<RealHost> MakeHostAsync(string state, Dictionary<string, string?> settings)
    {
        RealHost host = new(state, settings, services => services.AddSingleton<IHostResolver>(Names));
        await host.LoadAsync("reach");
        await host.StartAsync();
        return host;
    }

    private TestServer Add(TestServer server)
    {
        _servers.Add(server);
        return server;
    }
}
