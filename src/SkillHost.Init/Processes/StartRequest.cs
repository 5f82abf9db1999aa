using System.Buffers.Binary;
using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Processes;

/// <summary>A start message taken apart; <see cref="Texts"/> still holds its zero-terminated strings as they came.</summary>
internal readonly ref struct StartRequest
{
    private StartRequest(ReadOnlySpan<byte> message)
    {
        DeadlineMilliseconds = BinaryPrimitives.ReadInt64BigEndian(message[1..]);
        Progress = (message[9] & StartMessage.ProgressFlag) != 0;
        ArgumentCount = BinaryPrimitives.ReadInt32BigEndian(message[10..]);
        EnvironmentCount = BinaryPrimitives.ReadInt32BigEndian(message[14..]);
        Texts = message[StartMessage.FixedBytes..];
    }

    public long DeadlineMilliseconds { get; }

    public bool Progress { get; }

    public int ArgumentCount { get; }

    public int EnvironmentCount { get; }

    public ReadOnlySpan<byte> Texts { get; }

    public static StartRequest Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length < StartMessage.FixedBytes)
        {
            throw Broken(message.Length);
        }

        var request = new StartRequest(message);
        var texts = (long)request.ArgumentCount + request.EnvironmentCount + 1;
        if (request.ArgumentCount < 1 || request.EnvironmentCount < 0 || request.DeadlineMilliseconds < 0
            || request.Texts.Count((byte)0) != texts || request.Texts[^1] != 0)
        {
            throw Broken(message.Length);
        }

        return request;
    }

    private static WireException Broken(int length) =>
        new(WireFailure.Protocol, $"The host sent a start of {length} bytes whose parts do not add up.");
}
