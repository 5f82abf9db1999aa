using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>A server that speaks TLS or, to whoever does not, gives back what it is sent.</summary>
internal sealed class TlsEcho
{
    private readonly X509Certificate2 _certificate = Make();

    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] first = new byte[1];
        if (await stream.ReadAsync(first, cancellationToken) == 0)
        {
            return;
        }

        await using PrefixedStream whole = new(first[0], stream);
        if (first[0] != 22)
        {
            await TestServer.EchoAsync(whole, cancellationToken);
            return;
        }

        await using SslStream secure = new(whole);
        try
        {
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = _certificate }, cancellationToken);
            await TestServer.EchoAsync(secure, cancellationToken);
        }
        catch (AuthenticationException)
        {
            // The client wanted something else.
        }
    }

    private static X509Certificate2 Make()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=tls.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
