using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>A web service behind TLS that wants a token, and sends back what it was sent.</summary>
internal sealed class SecretApi
{
    public const string Token = "tok-51c2-never-inside-9f";

    private readonly X509Certificate2 _certificate = Make();

    /// <summary>Whom to trust.</summary>
    public string Certificate => _certificate.ExportCertificatePem();

    /// <summary>The requests as they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using SslStream secure = new(stream);
        try
        {
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = _certificate }, cancellationToken);
        }
        catch (AuthenticationException)
        {
            return;
        }

        if (await ReadAsync(secure, cancellationToken) is not { } request)
        {
            return;
        }

        Requests.Enqueue(request);
        byte[] answer = Encoding.Latin1.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Length: {request.Length}\r\nConnection: close\r\n\r\n{request}");

        // In small pieces, so that the token comes split.
        foreach (byte[] piece in answer.Chunk(7))
        {
            await secure.WriteAsync(piece, cancellationToken);
        }
    }

    /// <summary>A whole request, or null where the connection ends within one.</summary>
    private static async Task<string?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        int filled = 0;
        while (true)
        {
            int count = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (count == 0)
            {
                return null;
            }

            filled += count;
            string text = Encoding.Latin1.GetString(buffer, 0, filled);
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            int length = text.Contains("Content-Length: 4", StringComparison.Ordinal) ? 4 : 0;
            if (end >= 0 && filled >= end + 4 + length)
            {
                return text;
            }
        }
    }

    private static X509Certificate2 Make()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=api.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("api.test");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
