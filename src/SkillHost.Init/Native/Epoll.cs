using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace SkillHost.Init.Native;

/// <summary>Edge-triggered readiness of descriptors. The kernel's record is packed on x86-64 only.</summary>
internal sealed unsafe class Epoll
{
    internal const int MaxAtOnce = 64;

    private static readonly int _recordBytes = X86Base.IsSupported ? 12 : 16;
    private static readonly int _dataOffset = X86Base.IsSupported ? 4 : 8;

    private readonly byte[] _records = new byte[MaxAtOnce * 16];
    private readonly List<IWatched?> _watched = [];
    private readonly Stack<int> _free = new();
    private readonly int _fd = Libc.EpollCreate(Linux.CloseOnExec);

    /// <summary>Watches a descriptor; false when the kernel refuses. The descriptor is forgotten by itself once closed.</summary>
    public bool Add(int fd, uint interest, IWatched watched, out int slot)
    {
        slot = _free.Count > 0 ? _free.Pop() : _watched.Count;
        if (slot == _watched.Count)
        {
            _watched.Add(null);
        }

        _watched[slot] = watched;
        Span<byte> record = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(record, interest | Linux.EpollEdge);
        BinaryPrimitives.WriteInt64LittleEndian(record[_dataOffset..], slot);
        fixed (byte* pointer = record)
        {
            return Libc.EpollControl(_fd, Linux.EpollAdd, fd, pointer) == 0;
        }
    }

    /// <summary>Watches a descriptor no more that stays open, or whose file does.</summary>
    public void Leave(int fd) => Libc.EpollControl(_fd, Linux.EpollDelete, fd, null);

    public void Remove(int slot)
    {
        _watched[slot] = null;
        _free.Push(slot);
    }

    /// <summary>Waits and tells everyone concerned; milliseconds of -1 wait without end.</summary>
    public void Wait(int milliseconds)
    {
        int count;
        fixed (byte* pointer = _records)
        {
            count = Libc.EpollWait(_fd, pointer, MaxAtOnce, milliseconds);
        }

        if (count < 0 && Marshal.GetLastPInvokeError() != Linux.Interrupted)
        {
            throw new InitException($"waiting failed with error {Marshal.GetLastPInvokeError()}");
        }

        for (var index = 0; index < count; index++)
        {
            var record = _records.AsSpan(index * _recordBytes, _recordBytes);
            var slot = (int)BinaryPrimitives.ReadInt64LittleEndian(record[_dataOffset..]);
            _watched[slot]?.Happened(BinaryPrimitives.ReadUInt32LittleEndian(record));
        }
    }
}
