namespace SkillHost.Mcp;

/// <summary>Serves one client over two streams, such as standard input and output.</summary>
public interface IMcpDoor
{
    /// <summary>
    /// Serves until <paramref name="input"/> ends, by which a client says that it is gone: calls under way are cancelled, and the
    /// containers of its sessions end.
    /// </summary>
    /// <param name="input">
    /// Lines of JSON from the client, each of at most 8 times <c>Invocations:MaxArgumentBytes</c> and 64 KiB.
    /// </param>
    /// <param name="output">Lines of JSON to the client, and nothing else.</param>
    /// <param name="caller">Who the client acts for, for the audit log, such as a user's name.</param>
    /// <param name="cancellationToken">Ends it likewise.</param>
    /// <exception cref="InvalidDataException">A line was longer, which ended it likewise.</exception>
    Task ServeAsync(Stream input, Stream output, string caller, CancellationToken cancellationToken = default);
}
