namespace SkillHost.Init.Native;

/// <summary>Constants of 64-bit Linux that this program uses, the same on x86-64 and arm64.</summary>
internal static class Linux
{
    public const int ReadOnly = 0;
    public const int ReadWrite = 2;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int WriteOnly = 1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int DoNotFollow = 0x20000;
    public const int Directory = 0x10000;
    public const int DoNotFollowArm = 0x8000;
    public const int DirectoryArm = 0x4000;
    public const int RemoveFolder = 0x200;
    public const int OnlyThis = 0x100;
    public const int OfDescriptor = 0x1000;
    public const uint TypeModeAndSize = 0x203;
    public const int StatBytes = 256;
    public const int KindMask = 0xf000;
    public const int Folder = 0x4000;
    public const int RegularFile = 0x8000;

    public const int GetFlags = 3;
    public const int SetFlags = 4;
    public const int SetPipeSize = 1031;
    public const int GetPipeSize = 1032;
    public const int CloseRangeOnExec = 4;
    public const int DuplicateCloseOnExec = 1030;

    public const uint BytesReady = 0x541B;
    public const uint SpliceMove = 1;
    public const uint SpliceNonBlocking = 2;

    public const int Executable = 1;
    public const int Exists = 0;

    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const uint EpollIn = 1;
    public const uint EpollOut = 4;
    public const uint EpollError = 8;
    public const uint EpollHangUp = 16;
    public const uint EpollReadHangUp = 0x2000;
    public const uint EpollEdge = 1u << 31;
    public const short PollOut = 4;

    public const int SetMask = 2;
    public const int SignalSetBytes = 128;
    public const int Killed = 9;
    public const int Terminate = 15;
    public const int Child = 17;

    public const int NoHang = 1;
    public const int WaitExited = 4;
    public const int WaitNoReap = 0x01000000;
    public const int AnyProcess = 0;

    public const int SetDumpable = 4;
    public const int SetName = 15;
    public const int SetSubreaper = 36;

    public const int NotFound = 2;
    public const int Interrupted = 4;
    public const int TooLong = 7;
    public const int NotAProgram = 8;
    public const int TryAgain = 11;
    public const int OutOfMemory = 12;
    public const int Denied = 13;
    public const int NotADirectory = 20;
    public const int AlreadyThere = 17;
    public const int InvalidArgument = 22;
    public const int TooManyFilesInSystem = 23;
    public const int TooManyFiles = 24;
    public const int ConnectionAborted = 103;
    public const int NoSpace = 28;
}
