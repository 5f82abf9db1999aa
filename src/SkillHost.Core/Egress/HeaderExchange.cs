using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SkillHost.Policies;
using SkillHost.Wire.Multiplexing;

namespace SkillHost.Egress;

/// <summary>
/// One request of plain HTTP from inside, sent over TLS with the operator's header added, and its answer. The secret is in neither.
/// </summary>
internal sealed class HeaderExchange(EgressEntry entry, HeaderGrant header, string secret, EgressLedger ledger, MuxStream inside)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>
    /// The request as it goes out, once <paramref name="read"/> holds all of its head; null before. Throws <see
    /// cref="EgressDeniedException"/>.
    /// </summary>
    public HttpRequestHead? Read(ReadOnlySpan<byte> read)
    {
        if (!secret.All(c => c is >= ' ' and <= '~'))
        {
            throw new EgressDeniedException("its secret has characters that cannot stand in a header; tell the operator");
        }

        KeyValuePair<string, string> added = new(header.Name, header.Prefix + secret);
        HttpRequestHead? head = HttpRequestReader.Read(read, entry.Host, entry.Port, added, out string? wrong);
        return wrong is null ? head : throw new EgressDeniedException(wrong);
    }

    /// <summary>Carries the request, of whose body <paramref name="begun"/> has come already, and its answer.</summary>
    public async Task RunAsync(Socket socket, HttpRequestHead head, ReadOnlyMemory<byte> begun, CancellationToken cancellationToken)
    {
        await using SslStream outside = new(new NetworkStream(socket, ownsSocket: true));
        await GreetAsync(outside, cancellationToken);
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task sending = SendAsync(outside, head, begun, done.Token);
        Task receiving = ReceiveAsync(outside, done.Token);
        try
        {
            // A request that cannot be sent has no answer to wait for; an answer may come before the whole request was wanted.
            await await Task.WhenAny(sending, receiving);
            await receiving;
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(sending, receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task GreetAsync(SslStream outside, CancellationToken cancellationToken)
    {
        SslClientAuthenticationOptions options = new() { TargetHost = entry.Host };
        try
        {
            if (header.Roots is { } roots)
            {
                options.CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                };
                options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(roots);
            }

            await outside.AuthenticateAsClientAsync(options, cancellationToken);
        }
        catch (Exception e) when (e is AuthenticationException or CryptographicException)
        {
            throw new EgressDeniedException("it has not proved by TLS that it is this host", e);
        }
    }

    private async Task SendAsync(SslStream outside, HttpRequestHead head, ReadOnlyMemory<byte> begun, CancellationToken cancellationToken)
    {
        long left = head.BodyBytes;
        ReadOnlyMemory<byte> first = begun[..(int)Math.Min(begun.Length, left)];
        ledger.Send(head.Head.Length + first.Length);
        await outside.WriteAsync(head.Head, cancellationToken);
        await outside.WriteAsync(first, cancellationToken);
        byte[] buffer = new byte[BufferBytes];
        for (left -= first.Length; left > 0;)
        {
            int count = await inside.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (count == 0)
            {
                return;
            }

            ledger.Send(count);
            await outside.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            left -= count;
        }
    }

    private async Task ReceiveAsync(SslStream outside, CancellationToken cancellationToken)
    {
        SecretMask mask = new(Encoding.Latin1.GetBytes(secret));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int held = 0;
            while (true)
            {
                int count = await outside.ReadAsync(buffer.AsMemory(held), cancellationToken);
                ledger.Receive(count);
                int ready = mask.Apply(buffer, held + count, last: count == 0);
                await inside.WriteAsync(buffer.AsMemory(0, ready), cancellationToken);
                if (count == 0)
                {
                    inside.End();
                    return;
                }

                held = mask.Held;
                buffer.AsSpan(ready, held).CopyTo(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
