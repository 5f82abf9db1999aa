using System.Buffers;
using System.Net.Sockets;
using System.Text;
using SkillHost.Policies;
using SkillHost.Wire.Multiplexing;

namespace SkillHost.Egress;

/// <summary>
/// One connection: finds out where it goes, checks its greeting, dials, and carries bytes both ways until either end is done.
/// </summary>
internal sealed class EgressConnection(
    EgressPolicy policy, IReadOnlyDictionary<string, string> secrets, EgressLedger ledger, HostAddresses addresses, MuxStream inside,
    TimeProvider time)
{
    private const int BufferBytes = 64 * 1024;
    private const int BulkBytes = 256 * 1024;
    private const int LongestName = 253;
    private static readonly TimeSpan GreetingTimeout = TimeSpan.FromSeconds(5);

    private readonly byte[] _greeting = new byte[ServerNameReader.MaxBytes + ConnectRequestReader.MaxBytes];
    private int _filled;
    private bool _answered;

    /// <summary>Where it goes, as far as that is known: what a denial is reported under.</summary>
    public string Target { get; private set; } = "proxy";

    /// <summary>Carries a connection that was made to <paramref name="entry"/>'s own address.</summary>
    public async Task RunAsync(EgressEntry entry, CancellationToken cancellationToken)
    {
        Target = entry.ToString();
        if (entry.Header is { } header)
        {
            await ExchangeAsync(entry, header, cancellationToken);
            return;
        }

        await CheckNameAsync(entry, entry.Host, cancellationToken);
        await CarryAsync(await DialAsync(entry, entry.Host, cancellationToken), cancellationToken);
    }

    private async Task ExchangeAsync(EgressEntry entry, HeaderGrant header, CancellationToken cancellationToken)
    {
        HeaderExchange exchange = new(entry, header, secrets[header.SecretName], ledger, inside);
        HttpRequestHead? head;
        using CancellationTokenSource deadline = new(GreetingTimeout, time);
        while ((head = exchange.Read(_greeting.AsSpan(0, _filled))) is null)
        {
            await ReadMoreAsync("no request came", deadline.Token, cancellationToken);
        }

        Socket socket = await addresses.DialAsync(entry, entry.Host, header.TlsPort, policy.Limits, cancellationToken);
        ledger.Reach(Target);
        await exchange.RunAsync(socket, head, _greeting.AsMemory(head.Bytes, _filled - head.Bytes), cancellationToken);
    }

    /// <summary>Carries a connection that was made to the proxy.</summary>
    public async Task RunProxyAsync(CancellationToken cancellationToken)
    {
        try
        {
            ConnectRequest request = await ReadRequestAsync(cancellationToken);
            Target = $"{request.Host}:{request.Port}";
            EgressEntry entry = policy.Entries.FirstOrDefault(known => known.Matches(request.Host, request.Port))
                ?? throw new EgressDeniedException("it is not on the allow-list");
            Socket socket = await DialAsync(entry, request.Host, cancellationToken);
            using (socket)
            {
                await inside.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), cancellationToken);
                _answered = true;
                await CheckNameAsync(entry, request.Host, cancellationToken);
                await CarryAsync(socket, cancellationToken);
            }
        }
        catch (EgressDeniedException e) when (!_answered)
        {
            await AnswerAsync(e.Message, cancellationToken);
            throw;
        }
    }

    private async Task<ConnectRequest> ReadRequestAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(GreetingTimeout, time);
        while (true)
        {
            await ReadMoreAsync("the proxy was asked for nothing", deadline.Token, cancellationToken);
            if (ConnectRequestReader.Read(_greeting.AsSpan(0, _filled), out string? wrong) is { } request)
            {
                _filled -= request.Bytes;
                _greeting.AsSpan(request.Bytes, _filled).CopyTo(_greeting);
                return request;
            }

            if (wrong is not null)
            {
                throw new EgressDeniedException(wrong);
            }
        }
    }

    private async Task AnswerAsync(string reason, CancellationToken cancellationToken)
    {
        byte[] body = Encoding.ASCII.GetBytes($"{Target} is denied: {reason}\n");
        byte[] head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        await inside.WriteAsync((byte[])[.. head, .. body], cancellationToken);
        inside.End();
    }

    /// <summary>Waits for the greeting and checks whom it names, before anything of it goes out.</summary>
    private async Task CheckNameAsync(EgressEntry entry, string host, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(GreetingTimeout, time);
        while (entry.ChecksServerName)
        {
            ServerName found = ServerNameReader.Read(_greeting.AsSpan(0, _filled));
            if (found.State == ServerNameState.Wrong)
            {
                throw new EgressDeniedException(found.Wrong);
            }

            if (found.State == ServerNameState.Found)
            {
                if (!HostNames.TryRead(found.Name, out string name) || name != host)
                {
                    string shown = found.Name[..Math.Min(LongestName, found.Name.Length)];
                    throw new EgressDeniedException($"the TLS greeting names another server, {shown}");
                }

                return;
            }

            if (_filled >= ServerNameReader.MaxBytes)
            {
                throw new EgressDeniedException($"the TLS greeting is over {ServerNameReader.MaxBytes} bytes");
            }

            await ReadMoreAsync("the TLS greeting did not come", deadline.Token, cancellationToken);
        }
    }

    // The deadline is that of all there is to read, however it trickles in.
    private async Task ReadMoreAsync(string missing, CancellationToken deadline, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline);
        try
        {
            int count = await inside.ReadAsync(_greeting.AsMemory(_filled), either.Token);
            _filled += count;
            if (count == 0)
            {
                throw new EgressDeniedException($"{missing} before the end");
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EgressDeniedException($"{missing} within {GreetingTimeout.TotalSeconds:0} s", e);
        }
    }

    private async Task<Socket> DialAsync(EgressEntry entry, string host, CancellationToken cancellationToken)
    {
        Socket socket = await addresses.DialAsync(entry, host, entry.Port, policy.Limits, cancellationToken);
        ledger.Reach(Target);
        return socket;
    }

    private async Task CarryAsync(Socket socket, CancellationToken cancellationToken)
    {
        using Socket outside = socket;
        using CancellationTokenSource broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task sending = OrBreakAsync(SendAsync(outside, broken.Token), broken);
        Task receiving = OrBreakAsync(ReceiveAsync(outside, broken.Token), broken);
        try
        {
            await Task.WhenAll(sending, receiving);
        }
        catch
        {
            // Whoever is at the other end learns that this was no orderly end.
            outside.Close(0);
            throw;
        }
    }

    private static async Task OrBreakAsync(Task carrying, CancellationTokenSource broken)
    {
        try
        {
            await carrying;
        }
        catch
        {
            await broken.CancelAsync();
            throw;
        }
    }

    private async Task SendAsync(Socket outside, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            _greeting.AsSpan(0, _filled).CopyTo(buffer);
            int count = _filled > 0 ? _filled : await inside.ReadAsync(buffer, cancellationToken);
            for (; count > 0; count = await inside.ReadAsync(buffer, cancellationToken))
            {
                ledger.Send(count);
                for (int sent = 0; sent < count;)
                {
                    sent += await outside.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken);
                }
            }

            outside.Shutdown(SocketShutdown.Send);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task ReceiveAsync(Socket outside, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await outside.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                ledger.Receive(count);
                await inside.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                if (count >= BufferBytes && buffer.Length < BulkBytes)
                {
                    // Much comes: fewer, larger pieces cost less.
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(BulkBytes);
                }
            }

            inside.End();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
