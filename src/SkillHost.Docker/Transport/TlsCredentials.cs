using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SkillHost.Containers;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker.Transport;

/// <summary>Mutual TLS: the server must be signed by the given authority, and only by it.</summary>
internal static class TlsCredentials
{
    /// <summary>Reads the three files anew, so that renewed certificates take effect.</summary>
    public static SslClientAuthenticationOptions Load(TlsFiles files, string host)
    {
        try
        {
            var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CustomTrustStore.ImportFromPemFile(files.Authority);
            return new SslClientAuthenticationOptions
            {
                TargetHost = host,
                CertificateChainPolicy = trust,
                ClientCertificates = File.Exists(files.Certificate) ? [LoadClient(files)] : null,
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new EngineException(
                EngineFailure.BadRequest,
                $"TLS wants ca.pem, cert.pem and key.pem in {files.Folder}; they cannot be read: {fault.Message}",
                fault);
        }
    }

    public static async Task<SslStream> AuthenticateAsync(
        Socket socket, SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsClientAsync(options, cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static X509Certificate2 LoadClient(TlsFiles files)
    {
        var certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows' TLS cannot use a key that exists in memory only.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }
}
