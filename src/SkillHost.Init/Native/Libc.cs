using System.Runtime.InteropServices;

namespace SkillHost.Init.Native;

/// <summary>The C library, linked statically. Signatures hold for 64-bit Linux; what cannot fail as used here returns nothing.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int fd, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int fd, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static partial nint ReadAt(int fd, byte* buffer, nint count, nint offset);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    public static partial int OpenAt(int folder, byte* name, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    public static partial int MakeFolderAt(int folder, byte* name, int mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    public static partial int RemoveAt(int folder, byte* name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    public static partial int RenameAt(int folder, byte* name, int newFolder, byte* newName);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(int fd, int mode);

    [LibraryImport("libc", EntryPoint = "fchmodat", SetLastError = true)]
    public static partial int ChangeModeAt(int folder, byte* name, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int Stat(int folder, byte* name, int flags, uint mask, byte* result);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Duplicate(int fd, int target);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial void Close(int fd);

    [LibraryImport("libc", EntryPoint = "close_range")]
    public static partial void CloseRange(uint first, uint last, int flags);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int fd, int command, int argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ask(int fd, nuint request, int* answer);

    [LibraryImport("libc", EntryPoint = "splice", SetLastError = true)]
    public static partial nint Splice(int source, nint* sourceOffset, int target, nint* targetOffset, nint count, uint flags);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true)]
    public static partial int Access(byte* path, int mode);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint ReadDirectory(int fd, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int fd, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* happened, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollRecord* records, ulong count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "signalfd", SetLastError = true)]
    public static partial int SignalDescriptor(int fd, byte* set, int flags);

    [LibraryImport("libc", EntryPoint = "sigprocmask", SetLastError = true)]
    public static partial int SignalMask(int how, byte* set, byte* old);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial void EmptySet(byte* set);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    public static partial void AddToSet(byte* set, int signal);

    [LibraryImport("libc", EntryPoint = "sigismember")]
    public static partial int IsInSet(byte* set, int signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    public static partial int Wait(int pid, int* status, int options, long* usage);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitInfo(int kind, int id, byte* info, int options);

    [LibraryImport("libc", EntryPoint = "getpid")]
    public static partial int ProcessId();

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int code);

    /// <summary>In <c>start.c</c>.</summary>
    [LibraryImport("libc", EntryPoint = "note_signals")]
    public static partial void NoteSignals();

    /// <summary>In <c>start.c</c>: the number of the process, or minus the error.</summary>
    [LibraryImport("libc", EntryPoint = "start_program")]
    public static partial int StartProgram(byte* program, byte** arguments, byte** environment, byte* directory, int* streams);
}
