using SkillHost.Containers;
using SkillHost.Docker.Addresses;

namespace SkillHost.Core.Tests.Docker;

public sealed class AddressTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("skillhost-address-");

    public void Dispose() => _home.Delete(recursive: true);

    [Theory]
    [InlineData("unix:///var/run/docker.sock", "Unix|/var/run/docker.sock|0|")]
    [InlineData("tcp://10.0.0.1:2375", "Tcp|10.0.0.1|2375|")]
    [InlineData("tcp://docker.example", "Tcp|docker.example|2375|")]
    [InlineData("http://[::1]:1234/", "Tcp|::1|1234|")]
    [InlineData("npipe:////./pipe/docker_engine", "Pipe|.|0|docker_engine")]
    [InlineData(@"npipe://\\.\pipe\docker_engine", "Pipe|.|0|docker_engine")]
    public void Parse_EveryNotation_IsRead(string text, string expected)
    {
        var address = DockerAddressParser.Parse(text, "test", tls: null);

        Assert.Equal(expected, $"{address.Scheme}|{address.Host}|{address.Port}|{address.Pipe}");
    }

    [Theory]
    [InlineData("ssh://user@host", "forward the socket")]
    [InlineData("/var/run/docker.sock", "wanted unix:///path")]
    [InlineData("unix://relative", "absolute path")]
    [InlineData("unix://", "absolute path")]
    [InlineData("tcp://", "tcp://host:port")]
    [InlineData("tcp://host:1/path", "tcp://host:port")]
    [InlineData("tcp://user@host:1", "tcp://host:port")]
    [InlineData("tcp://host:99999", "tcp://host:port")]
    [InlineData("https://host", "DOCKER_CERT_PATH")]
    [InlineData("npipe:////./docker", "npipe:////./pipe/name")]
    [InlineData("fd://", "wanted unix:///path")]
    public void Parse_CannotBeUsed_IsRefusedWithWhatIsWanted(string text, string told)
    {
        var fault = Assert.Throws<EngineException>(() => DockerAddressParser.Parse(text, "DOCKER_HOST", tls: null));

        Assert.Equal(EngineFailure.BadRequest, fault.Failure);
        Assert.StartsWith($"DOCKER_HOST is \"{text}\"", fault.Message, StringComparison.Ordinal);
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_PathTooLongForASocket_IsRefused()
    {
        Assert.Throws<EngineException>(() => DockerAddressParser.Parse("unix:///" + new string('a', 200), "test", tls: null));
    }

    [Fact]
    public void Find_Nothing_NamesTheUsualSocketsInOrder()
    {
        var found = new DockerAddressFinder(null, Bare() with { RuntimeFolder = "/run/user/7" }).Find();

        Assert.Equal(
            [
                "unix:///var/run/docker.sock",
                "unix:///run/user/7/docker.sock",
                $"unix://{_home.FullName}/.docker/run/docker.sock",
                $"unix://{_home.FullName}/.docker/desktop/docker.sock",
            ],
            found.Select(address => address.Text));
    }

    [Fact]
    public void Find_FoldersAreRelativeOrTooLong_LeavesThemOut()
    {
        var environment = Bare() with { Home = "", RuntimeFolder = "/" + new string('a', 200) };

        Assert.Equal(["unix:///var/run/docker.sock"], new DockerAddressFinder(null, environment).Find().Select(address => address.Text));
    }

    [Fact]
    public void Find_OnWindows_NamesThePipes()
    {
        var found = new DockerAddressFinder(null, Bare() with { IsWindows = true }).Find();

        Assert.Equal(["docker_engine", "dockerDesktopLinuxEngine"], found.Select(address => address.Pipe));
    }

    [Fact]
    public void Find_OptionHostAndContext_TheFirstOfThemWins()
    {
        WriteContext("remote", """{"Endpoints":{"docker":{"Host":"tcp://context:1"}}}""");
        var environment = Bare() with { Host = "tcp://variable:1", Context = "remote" };

        Assert.Equal("option", Assert.Single(new DockerAddressFinder("tcp://option:1", environment).Find()).Host);
        Assert.Equal("variable", Assert.Single(new DockerAddressFinder(null, environment).Find()).Host);
        Assert.Equal("context", Assert.Single(new DockerAddressFinder(null, environment with { Host = null }).Find()).Host);
    }

    [Fact]
    public void Find_CurrentContextOfTheConfiguration_IsUsedWithItsCertificates()
    {
        const string Meta = """{"Name":"team","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://team:2376","SkipTLSVerify":false}}}""";
        var folder = WriteContext("team", Meta);
        Directory.CreateDirectory(Path.Combine(_home.FullName, "contexts", "tls", folder, "docker"));
        File.WriteAllText(Path.Combine(_home.FullName, "config.json"), """{"auths":{},"currentContext":"team"}""");

        var address = Assert.Single(new DockerAddressFinder(null, Bare()).Find());

        Assert.Equal(("team", 2376), (address.Host, address.Port));
        Assert.Equal(Path.Combine(_home.FullName, "contexts", "tls", folder, "docker", "ca.pem"), address.Tls?.Authority);
    }

    [Theory]
    [InlineData("""{"currentContext":"default"}""")]
    [InlineData("{}")]
    public void Find_DefaultContext_IsTheUsualPlaces(string config)
    {
        File.WriteAllText(Path.Combine(_home.FullName, "config.json"), config);

        Assert.True(new DockerAddressFinder(null, Bare()).Find().Count > 1);
    }

    [Theory]
    [InlineData("""{"currentContext":"gone"}""", "\"gone\" does not exist")]
    [InlineData("""{"currentContext":""", "cannot be read")]
    [InlineData("null", "holds null")]
    public void Find_ConfigurationIsWrong_SaysSo(string config, string told)
    {
        File.WriteAllText(Path.Combine(_home.FullName, "config.json"), config);

        var fault = Assert.Throws<EngineException>(() => new DockerAddressFinder(null, Bare()).Find());

        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_TlsVerify_TakesTheCertificatesOfTheGivenFolder()
    {
        var environment = Bare() with { Host = "tcp://host:2376", TlsVerify = "1", CertificatePath = "/certs" };

        Assert.Equal("/certs/key.pem", Assert.Single(new DockerAddressFinder(null, environment).Find()).Tls?.Key);
        Assert.Equal(
            Path.Combine(_home.FullName, "ca.pem"),
            Assert.Single(new DockerAddressFinder(null, environment with { CertificatePath = null }).Find()).Tls?.Authority);
    }

    [Fact]
    public void Find_TlsWithoutACheck_IsRefused()
    {
        WriteContext("lax", """{"Endpoints":{"docker":{"Host":"tcp://lax:1","SkipTLSVerify":true}}}""", withCertificates: true);

        Assert.Throws<EngineException>(() => new DockerAddressFinder(null, Bare() with { Host = "tcp://host:1", Tls = "1" }).Find());
        Assert.Throws<EngineException>(() => new DockerAddressFinder(null, Bare() with { Context = "lax" }).Find());
    }

    private DockerEnvironment Bare() => new() { ConfigFolder = _home.FullName, Home = _home.FullName };

    private string WriteContext(string name, string meta, bool withCertificates = false)
    {
        var folder = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
        Directory.CreateDirectory(Path.Combine(_home.FullName, "contexts", "meta", folder));
        File.WriteAllText(Path.Combine(_home.FullName, "contexts", "meta", folder, "meta.json"), meta);
        if (withCertificates)
        {
            Directory.CreateDirectory(Path.Combine(_home.FullName, "contexts", "tls", folder, "docker"));
        }

        return folder;
    }
}
