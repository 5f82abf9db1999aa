using System.Buffers.Binary;
using System.Text;

namespace SkillHost.Wire.Processes;

/// <summary>
/// Body of <see cref="ProcessMessage.Start"/>: deadline in milliseconds (8), flags (1), number of arguments (4), number of
/// environment entries (4), then arguments, <c>NAME=value</c> entries and working directory, each followed by a zero byte.
/// </summary>
public static class StartMessage
{
    /// <summary>Largest message, its type byte included.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Flag: a progress channel was opened.</summary>
    public const byte ProgressFlag = 1;

    /// <summary>Bytes of type, deadline, flags and counts.</summary>
    public const int FixedBytes = 1 + 8 + 1 + 4 + 4;

    /// <summary>The message with its length before it. Throws <see cref="ArgumentException"/> for what no process can be given.</summary>
    public static byte[] Encode(ProcessStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        Check(start);
        var size = SizeOf(start);
        if (size > MaxBytes)
        {
            throw new ArgumentException($"Arguments and environment are {size} bytes, wanted at most {MaxBytes}.", nameof(start));
        }

        var message = new byte[MessageReader.PrefixBytes + size];
        var rest = WriteFixed(message, start);
        foreach (var argument in start.Arguments)
        {
            rest = WriteText(rest, argument, 0);
        }

        foreach (var (name, value) in start.Environment)
        {
            rest = WriteText(rest, name, (byte)'=');
            rest = WriteText(rest, value, 0);
        }

        WriteText(rest, start.WorkingDirectory, 0);
        return message;
    }

    private static Span<byte> WriteFixed(byte[] message, ProcessStart start)
    {
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length - MessageReader.PrefixBytes);
        var body = message.AsSpan(MessageReader.PrefixBytes);
        body[0] = (byte)ProcessMessage.Start;
        BinaryPrimitives.WriteInt64BigEndian(body[1..], (long)Math.Ceiling(start.Deadline.TotalMilliseconds));
        body[9] = start.Progress ? ProgressFlag : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(body[10..], start.Arguments.Count);
        BinaryPrimitives.WriteInt32BigEndian(body[14..], start.Environment.Count);
        return body[FixedBytes..];
    }

    private static void Check(ProcessStart start)
    {
        if (start.Arguments.Count == 0 || start.Arguments[0].Length == 0)
        {
            throw new ArgumentException("A process needs the name of a program.", nameof(start));
        }

        if (!start.WorkingDirectory.StartsWith('/') || start.Deadline < TimeSpan.Zero)
        {
            throw new ArgumentException(
                $"Working directory '{start.WorkingDirectory}', deadline {start.Deadline}: wanted an absolute path, no negative time.",
                nameof(start));
        }

        RefuseZero(start.WorkingDirectory);
        foreach (var argument in start.Arguments)
        {
            RefuseZero(argument);
        }

        foreach (var (name, value) in start.Environment)
        {
            RefuseZero(name);
            RefuseZero(value);
            if (name.Length == 0 || name.Contains('='))
            {
                throw new ArgumentException("A name in the environment is empty or holds '='.", nameof(start));
            }
        }
    }

    private static void RefuseZero(string text)
    {
        if (text.Contains('\0'))
        {
            throw new ArgumentException("Arguments, environment and working directory cannot hold a zero character.");
        }
    }

    private static long SizeOf(ProcessStart start)
    {
        var size = FixedBytes + Size(start.WorkingDirectory);
        foreach (var argument in start.Arguments)
        {
            size += Size(argument);
        }

        foreach (var (name, value) in start.Environment)
        {
            size += Size(name) + Size(value);
        }

        return size;
    }

    private static long Size(string text) => Encoding.UTF8.GetByteCount(text) + 1;

    private static Span<byte> WriteText(Span<byte> target, string text, byte end)
    {
        var count = Encoding.UTF8.GetBytes(text, target);
        target[count] = end;
        return target[(count + 1)..];
    }
}
