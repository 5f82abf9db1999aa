using System.Runtime.InteropServices;
using SkillHost.Init.Native;

namespace SkillHost.Init.Processes;

/// <summary>Starts programs without copying this process and without a thread, so that it works at every limit.</summary>
internal sealed unsafe class Spawner(OomScore score)
{
    /// <summary>Does what every start needs, once, when all handlers of signals are set.</summary>
    public static void MakeReady() => Libc.NoteSignals();

    /// <summary>Starts what <paramref name="request"/> asks for; the process's number, or minus the error.</summary>
    public int Start(in StartRequest request, in ChildPipes pipes)
    {
        var texts = (long)request.ArgumentCount + request.EnvironmentCount + 3;
        var pointers = (byte**)NativeMemory.AllocZeroed((nuint)texts, (nuint)sizeof(byte*));
        try
        {
            fixed (byte* first = request.Texts)
            {
                var next = Point(pointers, first, request.ArgumentCount);
                var environment = pointers + request.ArgumentCount + 1;
                next = Point(environment, next, request.EnvironmentCount);
                return StartIn(next, pointers, environment, pipes);
            }
        }
        finally
        {
            NativeMemory.Free(pointers);
        }
    }

    private int StartIn(byte* directory, byte** arguments, byte** environment, in ChildPipes pipes)
    {
        var streams = stackalloc int[] { pipes.ChildInput, pipes.ChildOutput, pipes.ChildError, pipes.ChildProgress };
        score.Raise();
        var result = ProgramPath.HasSlash(arguments[0])
            ? Libc.StartProgram(arguments[0], arguments, environment, directory, streams)
            : StartAlongPath(arguments, environment, directory, streams);
        score.Restore();
        return result;
    }

    private static int StartAlongPath(byte** arguments, byte** environment, byte* directory, int* streams)
    {
        var path = ProgramPath.Find(environment);
        var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(arguments[0]);
        var candidate = stackalloc byte[ProgramPath.MaxBytes];
        var worst = -Linux.NotFound;
        while (ProgramPath.TryNext(ref path, name, new Span<byte>(candidate, ProgramPath.MaxBytes), out var relative))
        {
            if (!relative && Libc.Access(candidate, Linux.Executable) != 0)
            {
                worst = Libc.Access(candidate, Linux.Exists) == 0 ? -Linux.Denied : worst;
                continue;
            }

            var result = Libc.StartProgram(candidate, arguments, environment, directory, streams);
            if (result != -Linux.NotFound && result != -Linux.NotADirectory && result != -Linux.Denied)
            {
                return result;
            }

            worst = result == -Linux.Denied ? result : worst;
        }

        return worst;
    }

    private static byte* Point(byte** pointers, byte* text, int count)
    {
        for (var index = 0; index < count; index++)
        {
            pointers[index] = text;
            text += MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text).Length + 1;
        }

        return text;
    }
}
