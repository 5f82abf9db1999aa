using System.Net.Sockets;
using SkillHost.Containers;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Streams;

/// <summary>The standard streams of one container over one upgraded connection.</summary>
internal sealed class ContainerAttachment : IContainerAttachment
{
    private readonly EngineConnection _line;
    private readonly ErrorTail _errors = new();

    public ContainerAttachment(UpgradedConnection connection)
    {
        _line = connection.Line;
        Duplex = new AttachedStream(connection.Line.Stream, connection.Leftover.Span, _errors);
    }

    public Stream Duplex { get; }

    public bool Blocks => _line.Blocks;

    public string ErrorTail => _errors.ToString();

    public async Task CompleteInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _line.CompleteWritesAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw new EngineException(EngineFailure.Unreachable, "the attached connection ended before its input could be ended", fault);
        }
    }

    public ValueTask DisposeAsync() => _line.DisposeAsync();
}
