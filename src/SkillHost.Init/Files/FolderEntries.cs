using System.Buffers.Binary;
using SkillHost.Init.Native;

namespace SkillHost.Init.Files;

/// <summary>The names in a folder, one after the other, but for its own two.</summary>
internal sealed unsafe class FolderEntries(int folder)
{
    internal const int BlockBytes = 4096;
    internal const int NameOffset = 19;

    private readonly byte[] _block = new byte[BlockBytes];
    private int _start;
    private int _end;

    /// <summary>The next name; valid until asked again.</summary>
    public bool TryNext(out ReadOnlySpan<byte> name)
    {
        while (_start < _end || Read())
        {
            ReadOnlySpan<byte> record = _block.AsSpan(_start, _end - _start);
            _start += BinaryPrimitives.ReadUInt16LittleEndian(record[16..]);
            name = record[NameOffset..];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                return true;
            }
        }

        name = default;
        return false;
    }

    private bool Read()
    {
        fixed (byte* pointer = _block)
        {
            (_start, _end) = (0, (int)Math.Max(0, Libc.ReadDirectory(folder, pointer, BlockBytes)));
        }

        return _end > 0;
    }
}
