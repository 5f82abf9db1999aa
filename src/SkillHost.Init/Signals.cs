using System.Runtime.InteropServices;
using SkillHost.Init.Native;

namespace SkillHost.Init;

/// <summary>
/// Every signal is blocked in every thread, the runtime's own included. A mask is inherited only by threads made afterwards, so the
/// program blocks all and executes itself once more before it does anything else.
/// </summary>
internal sealed unsafe class Signals : IWatched
{
    internal const int RecordBytes = 128;
    internal const int SenderOffset = 12;

    private readonly int _fd;
    private readonly bool _isFirst;

    public Signals(bool isFirst)
    {
        _isFirst = isFirst;
        var set = stackalloc byte[Linux.SignalSetBytes];
        Libc.EmptySet(set);
        Libc.AddToSet(set, Linux.Child);
        Libc.AddToSet(set, Linux.Terminate);
        _fd = Libc.SignalDescriptor(-1, set, Linux.NonBlocking | Linux.CloseOnExec);
    }

    /// <summary>Descriptor to watch.</summary>
    public int Descriptor => _fd;

    /// <summary>Whether a child may have ended since <see cref="Read"/> was last called.</summary>
    public bool Pending { get; private set; } = true;

    /// <summary>Blocks everything and executes this program again, unless that has been done.</summary>
    public static void BlockAndExecuteAgain(string[] arguments)
    {
        var set = stackalloc byte[Linux.SignalSetBytes];
        Libc.SignalMask(Linux.SetMask, null, set);
        if (Libc.IsInSet(set, Linux.Child) == 1 && Libc.IsInSet(set, Linux.Terminate) == 1)
        {
            return;
        }

        Libc.FillSet(set);
        Libc.SignalMask(Linux.SetMask, set, null);
        var pointers = (byte**)NativeMemory.AllocZeroed((nuint)(arguments.Length + 2), (nuint)sizeof(byte*));
        pointers[0] = (byte*)Marshal.StringToCoTaskMemUTF8("skillhost-init");
        for (var index = 0; index < arguments.Length; index++)
        {
            pointers[index + 1] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[index]);
        }

        // Without an environment: what an image sets there could steer this program's runtime.
        fixed (byte* path = "/proc/self/exe\0"u8)
        {
            var environment = pointers + arguments.Length + 1;
            Libc.Execute(path, pointers, environment);
        }

        throw new InitException($"executing itself failed with error {Marshal.GetLastPInvokeError()}");
    }

    public void Happened(uint events) => Pending = true;

    /// <summary>Reads what came; true when whoever runs this container asks for the end. What a process inside sends is ignored.</summary>
    public bool Read()
    {
        Pending = false;
        var terminate = false;
        Span<byte> record = stackalloc byte[RecordBytes];
        while (Fd.Read(_fd, record) == RecordBytes)
        {
            // A sender outside this process's namespace has number 0 here.
            terminate |= record[0] == Linux.Terminate && (!_isFirst || BitConverter.ToInt32(record[SenderOffset..]) == 0);
        }

        return terminate;
    }
}
