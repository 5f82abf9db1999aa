using System.Buffers.Text;
using SkillHost.Init.Native;

namespace SkillHost.Init.Processes;

/// <summary>What the container's control group says of its memory; version 1 or 2, files opened once.</summary>
internal sealed class CgroupMeter
{
    private readonly int _peak = OpenFirst("/sys/fs/cgroup/memory/memory.max_usage_in_bytes\0"u8, "/sys/fs/cgroup/memory.peak\0"u8);
    private readonly int _events = OpenFirst("/sys/fs/cgroup/memory/memory.oom_control\0"u8, "/sys/fs/cgroup/memory.events\0"u8);

    private readonly int _nanoseconds = Fd.Open("/sys/fs/cgroup/cpuacct/cpuacct.usage\0"u8, Linux.ReadOnly);
    private readonly int _cpu = Fd.Open("/sys/fs/cgroup/cpu.stat\0"u8, Linux.ReadOnly);

    /// <summary>CPU time so far; 0 when the kernel does not say.</summary>
    public long CpuMicroseconds()
    {
        Span<byte> text = stackalloc byte[64];
        if (_nanoseconds >= 0)
        {
            return Number(text[..Fd.ReadFromStart(_nanoseconds, text)]) / 1000;
        }

        // The first line of version 2.
        text = text[..Fd.ReadFromStart(_cpu, text)];
        return text.StartsWith("usage_usec "u8) ? Number(text["usage_usec ".Length..]) : 0;
    }

    /// <summary>Peak bytes so far; 0 when the kernel does not say.</summary>
    public long PeakBytes()
    {
        Span<byte> text = stackalloc byte[64];
        return Number(text[..Fd.ReadFromStart(_peak, text)]);
    }

    /// <summary>Processes killed so far for want of memory.</summary>
    public int OutOfMemoryKills()
    {
        Span<byte> text = stackalloc byte[512];
        text = text[..Fd.ReadFromStart(_events, text)];
        var key = text.IndexOf("oom_kill "u8);
        return key < 0 ? 0 : (int)Number(text[(key + "oom_kill ".Length)..]);
    }

    private static int OpenFirst(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var fd = Fd.Open(first, Linux.ReadOnly);
        return fd >= 0 ? fd : Fd.Open(second, Linux.ReadOnly);
    }

    private static long Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out long value, out _) ? value : 0;
}
