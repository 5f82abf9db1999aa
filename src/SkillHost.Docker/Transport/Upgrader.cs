using System.Net;
using System.Text;

namespace SkillHost.Docker.Transport;

/// <summary>Opens lines of their own that leave HTTP behind, which pooled clients cannot give.</summary>
internal sealed class Upgrader(EngineLinks links, TimeSpan requestTimeout, TimeProvider time)
{
    /// <summary>Posts to a path and takes over the connection. The deadline ends with the answer's head.</summary>
    public async Task<UpgradedConnection> OpenAsync(string path, string title, CancellationToken cancellationToken)
    {
        var link = await links.GetAsync(cancellationToken);
        using var deadline = new Deadline(requestTimeout, time, cancellationToken);
        EngineConnection? line = null;
        try
        {
            line = await link.Connector.ConnectForStreamAsync(deadline.Token);
            return await UpgradeAsync(line, link, path, title, deadline.Token);
        }
        catch (Exception fault)
        {
            if (line is not null)
            {
                await line.DisposeAsync();
            }

            if (fault is OperationCanceledException && deadline.Passed)
            {
                throw EngineFaults.TimedOut(deadline.Limit, link.Address, title);
            }

            if (EngineFaults.IsAboutTheLine(fault))
            {
                throw EngineFaults.Explain(fault, link.Address, title);
            }

            throw;
        }
    }

    private static async Task<UpgradedConnection> UpgradeAsync(
        EngineConnection line, EngineLink link, string path, string title, CancellationToken cancellationToken)
    {
        var request = $"POST /v{link.Version}{path} HTTP/1.1\r\nHost: {link.HostHeader}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
            + "Content-Length: 0\r\n\r\n";
        await line.Stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        await line.Stream.FlushAsync(cancellationToken);

        var buffer = new byte[ResponseHead.Longest];
        var count = 0;
        ResponseHead? head = null;
        while (head is null)
        {
            var read = await line.Stream.ReadAsync(buffer.AsMemory(count), cancellationToken);
            if (read == 0)
            {
                throw new HttpIOException(HttpRequestError.ResponseEnded, "the engine closed the connection before it answered");
            }

            count += read;
            head = ResponseHead.TryParse(buffer.AsSpan(0, count));
        }

        // Engines older than the upgrade notation answer 200 and switch all the same.
        return head.Status is (int)HttpStatusCode.SwitchingProtocols or (int)HttpStatusCode.OK
            ? new UpgradedConnection(line, buffer.AsMemory(head.Length, count - head.Length))
            : throw await ReadFailureAsync(line.Stream, head, buffer.AsMemory(head.Length, count - head.Length), title, cancellationToken);
    }

    private static async Task<Exception> ReadFailureAsync(
        Stream stream, ResponseHead head, ReadOnlyMemory<byte> begun, string title, CancellationToken cancellationToken)
    {
        var body = new byte[Math.Min(head.ContentLength ?? 0, EngineErrors.LargestBody)];
        var have = Math.Min(begun.Length, body.Length);
        begun[..have].CopyTo(body);
        have += await stream.ReadAtLeastAsync(body.AsMemory(have), body.Length - have, throwOnEndOfStream: false, cancellationToken);
        return EngineErrors.Read((HttpStatusCode)head.Status, body.AsSpan(0, have), title);
    }
}
