using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>A certificate authority of one test, with a server and a client.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skillhost-docker-test-");
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _server;

    public TestAuthority(string serverName = "localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=SkillHost test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        _server = Issue(serverName, out _);
    }

    /// <summary>The server's side of a handshake; a client without a certificate of this authority is turned away.</summary>
    public async Task<Stream> AcceptAsync(Stream raw)
    {
        var stream = new SslStream(raw);
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = _server,
            ClientCertificateRequired = true,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        });
        return stream;
    }

    /// <summary>The folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>.</summary>
    public string WriteClientFiles()
    {
        using var client = Issue("client", out var key);
        File.WriteAllText(Path.Combine(_folder.FullName, "ca.pem"), _authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.FullName, "cert.pem"), client.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.FullName, "key.pem"), key);
        return _folder.FullName;
    }

    public void Dispose()
    {
        _authority.Dispose();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    private X509Certificate2 Issue(string name, out string privateKey)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        privateKey = key.ExportPkcs8PrivateKeyPem();
        using var bare = request.Create(
            _authority, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(150), RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }
}
