namespace SkillHost.Core.Tests.Docker;

/// <summary>Gives its bytes in pieces of chance lengths.</summary>
internal sealed class DripStream(byte[] bytes, Random random) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 40))], cancellationToken);
}
