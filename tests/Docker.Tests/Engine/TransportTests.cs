using System.IO.Pipes;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using SkillHost.Containers;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>The real engine over every transport.</summary>
public sealed class TransportTests(EngineFixture fixture) : EngineTest(fixture)
{
    [Fact]
    public async Task Tcp_InTheClear_CarriesAContainerAndWarnsUnlessLoopback()
    {
        await using var relay = new Relay(wrap: null);
        using var engine = DockerEngine.Create(new DockerOptions { Address = $"tcp://127.0.0.1:{relay.Port}" });

        Assert.Equal("line\n", await EchoAsync(engine));
        var info = await engine.GetInfoAsync(CancellationToken.None);
        Assert.DoesNotContain(info.Warnings, text => text.Contains("TLS", StringComparison.Ordinal));
        Assert.False(info.IsLocal);
    }

    [Fact]
    public async Task Tls_WithClientCertificate_CarriesAContainer()
    {
        using var authority = new TestAuthority();
        await using var relay = new Relay(authority.AcceptAsync);
        using var engine = Connect(relay, authority.WriteClientFiles());

        Assert.Equal("line\n", await EchoAsync(engine));
    }

    [Fact]
    public async Task Tls_ServerOfAnotherAuthority_IsNotTrusted()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var relay = new Relay(other.AcceptAsync);
        using var engine = Connect(relay, authority.WriteClientFiles());

        var fault = await Assert.ThrowsAsync<EngineException>(() => engine.GetInfoAsync(CancellationToken.None));

        Assert.Equal(EngineFailure.Unreachable, fault.Failure);
        Assert.Contains("certificate", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_ServerOfAnotherName_IsNotTrusted()
    {
        using var authority = new TestAuthority("elsewhere.test");
        await using var relay = new Relay(authority.AcceptAsync);
        using var engine = Connect(relay, authority.WriteClientFiles());

        var fault = await Assert.ThrowsAsync<EngineException>(() => engine.GetInfoAsync(CancellationToken.None));

        Assert.Equal(EngineFailure.Unreachable, fault.Failure);
    }

    [Fact]
    public async Task Tls_FilesAreMissing_SaysWhichAreWanted()
    {
        await using var relay = new Relay(wrap: null);
        using var engine = Connect(relay, "/no/such/folder");

        var fault = await Assert.ThrowsAsync<EngineException>(() => engine.GetInfoAsync(CancellationToken.None));

        Assert.Equal(EngineFailure.BadRequest, fault.Failure);
        Assert.Contains("ca.pem, cert.pem and key.pem in /no/such/folder", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Pipe_OfThisPlatform_CarriesRequestsAndOutput()
    {
        Skip.If(OperatingSystem.IsWindows(), "the engine behind the pipe is reached over a Unix socket");
        var name = Path.Combine(Path.GetTempPath(), $"skillhost-docker-test-{Guid.NewGuid():n}");
        using var stop = Deadlines.Short();
        var serving = ServePipeAsync(name, stop.Token);
        var address = new DockerAddress { Text = "npipe", Origin = "test", Scheme = DockerScheme.Pipe, Host = ".", Pipe = name };
        await using var line = await new Transport.EngineConnector(address).ConnectAsync(stop.Token);

        await line.Stream.WriteAsync("GET /_ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(), stop.Token);
        using var reader = new StreamReader(line.Stream);
        var answer = await reader.ReadToEndAsync(stop.Token);

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        await stop.CancelAsync();
        await serving;
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Unix_UserMayNotUseTheSocket_IsPermissionDeniedWithTheRemedy()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "only root can act as somebody else");
        await using var fake = new FakeEngine((_, _, _, _) => Task.FromResult(false));
        File.SetUnixFileMode(fake.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var address = DockerAddressParser.Parse($"unix://{fake.Path}", "test", tls: null);

        var fault = SomebodyElse.Do(() => Record.Exception(
            () => new Transport.EngineConnector(address).ConnectAsync(CancellationToken.None).Wait()));

        var explained = Transport.EngineFaults.Explain(fault!, address, "GET /info");
        Assert.Equal(EngineFailure.PermissionDenied, explained.Failure);
        Assert.Contains("usermod -aG docker", explained.Message, StringComparison.Ordinal);
        Assert.Contains(fake.Path, explained.Message, StringComparison.Ordinal);
    }

    private async Task<string> EchoAsync(DockerEngine engine)
    {
        using var deadline = Deadlines.Short();
        var spec = Fixture.Command("/bin/cat");
        await engine.CreateAsync(spec, deadline.Token);
        await using var attachment = await engine.AttachAsync(spec.Name, deadline.Token);
        await engine.StartAsync(spec.Name, deadline.Token);
        await attachment.Duplex.WriteAsync("line\n"u8.ToArray(), deadline.Token);
        await attachment.CompleteInputAsync(deadline.Token);
        using var reader = new StreamReader(attachment.Duplex);
        return await reader.ReadToEndAsync(deadline.Token);
    }

    private static DockerEngine Connect(Relay relay, string folder) => new(
        new DockerOptions(),
        new DockerEnvironment
        {
            Host = $"tcp://localhost:{relay.Port}",
            TlsVerify = "1",
            CertificatePath = folder,
            ConfigFolder = "/no/such/folder",
            Home = "/no/such/folder",
        },
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private static async Task ServePipeAsync(string name, CancellationToken cancellationToken)
    {
        await using var pipe = new NamedPipeServerStream(
            name, PipeDirection.InOut, maxNumberOfServerInstances: 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        await pipe.WaitForConnectionAsync(cancellationToken);
        try
        {
            await Relay.JoinAsync(pipe, stream => stream.DisposeAsync().AsTask(), cancellationToken);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client went away, or the test is over.
        }
    }
}
