using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using SkillHost.Policies;

namespace SkillHost.Egress;

/// <summary>Resolves a host once, judges every address it has, and dials those it judged.</summary>
internal sealed partial class HostDialer(IHostResolver resolver, OwnAddresses own, TimeProvider time, ILogger<HostDialer> logger)
{
    /// <summary>The addresses of <paramref name="host"/>. Throws <see cref="EgressDeniedException"/> when any of them is refused.</summary>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(EgressEntry entry, string host, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = [.. (await resolver.ResolveAsync(host, cancellationToken)).Select(AddressRules.Plain).Distinct()];
        }
        catch (SocketException e)
        {
            throw new EgressDeniedException("its name does not resolve", e);
        }

        if (addresses.Length == 0)
        {
            throw new EgressDeniedException("its name does not resolve");
        }

        foreach (IPAddress address in addresses)
        {
            Judge(entry, host, address);
        }

        return addresses;
    }

    /// <summary>A connection to the first address that takes one. Throws <see cref="EgressDeniedException"/>.</summary>
    public async Task<Socket> DialAsync(
        IReadOnlyList<IPAddress> addresses, int port, EgressLimits limits, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(limits.ConnectTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        Exception? last = null;
        foreach (IPAddress address in addresses)
        {
            Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
                return socket;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                last = e;
            }
        }

        string reason = last is OperationCanceledException ? $"it did not answer within {limits.ConnectTimeout.TotalSeconds:0.###} s"
            : "it takes no connection on this port";
        throw new EgressDeniedException(reason, last);
    }

    private void Judge(EgressEntry entry, string host, IPAddress address)
    {
        bool named = AddressRules.IsUnicast(address) && entry.Addresses.Any(network => network.Contains(address));
        if (named || (AddressRules.IsPublic(address) && !own.Contains(address)))
        {
            return;
        }

        Log.Refused(logger, host, address);
        throw new EgressDeniedException("it has an address that is not public and that the operator has not named");
    }

    private static partial class Log
    {
        [LoggerMessage(9001, LogLevel.Warning, "{Host} was refused: its address {Address} is neither public nor named by the operator")]
        public static partial void Refused(ILogger logger, string host, IPAddress address);
    }
}
