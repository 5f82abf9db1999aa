using System.Runtime.InteropServices;
using SkillHost.Init.Native;

namespace SkillHost.Init.Processes;

/// <summary>The pipes of one child: this process's ends, never blocking, and the child's. -1 where there is none.</summary>
internal unsafe struct ChildPipes
{
    internal const int OutputPipeBytes = 256 * 1024;

    public int Input = -1;
    public int Output = -1;
    public int Error = -1;
    public int Progress = -1;
    public int ChildInput = -1;
    public int ChildOutput = -1;
    public int ChildError = -1;
    public int ChildProgress = -1;

    public ChildPipes()
    {
    }

    /// <summary>Opens them all but that for progress; 0 or the error, after which none is open.</summary>
    public static int Open(out ChildPipes pipes)
    {
        pipes = new ChildPipes();
        var error = OpenPair(out pipes.ChildInput, out pipes.Input);
        error = error != 0 ? error : OpenPair(out pipes.Output, out pipes.ChildOutput);
        error = error != 0 ? error : OpenPair(out pipes.Error, out pipes.ChildError);
        if (error != 0)
        {
            pipes.CloseAll();
            return error;
        }

        Fd.SetNonBlocking(pipes.Input);
        Fd.SetNonBlocking(pipes.Output);
        Fd.SetNonBlocking(pipes.Error);

        // A larger pipe saves switches between the processes; where the user's share is used up it stays at 64 KiB.
        Libc.Control(pipes.Output, Linux.SetPipeSize, OutputPipeBytes);
        return 0;
    }

    /// <summary>Opens that for progress too; 0 or the error, after which none is open.</summary>
    public int OpenProgress()
    {
        var error = OpenPair(out Progress, out ChildProgress);
        if (error != 0)
        {
            CloseAll();
            return error;
        }

        Fd.SetNonBlocking(Progress);
        return 0;
    }

    public void CloseChildEnds()
    {
        Fd.Close(ref ChildInput);
        Fd.Close(ref ChildOutput);
        Fd.Close(ref ChildError);
        Fd.Close(ref ChildProgress);
    }

    public void CloseAll()
    {
        CloseChildEnds();
        Fd.Close(ref Input);
        Fd.Close(ref Output);
        Fd.Close(ref Error);
        Fd.Close(ref Progress);
    }

    private static int OpenPair(out int read, out int write)
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Linux.CloseOnExec) != 0)
        {
            read = write = -1;
            return Marshal.GetLastPInvokeError();
        }

        read = ends[0];
        write = ends[1];
        return 0;
    }
}
