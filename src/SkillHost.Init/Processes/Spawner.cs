using System.Runtime.InteropServices;
using SkillHost.Init.Native;

namespace SkillHost.Init.Processes;

/// <summary>Starts programs without copying this process and without a thread, so that it works at every limit.</summary>
internal sealed unsafe class Spawner(OomScore score)
{
    internal const int AttributeBytes = 512;

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
        var actions = stackalloc byte[AttributeBytes];
        var attributes = stackalloc byte[AttributeBytes];
        if (!AddActions(actions, directory, pipes))
        {
            return -Linux.OutOfMemory;
        }

        SetAttributes(attributes);
        score.Raise();
        var result = ProgramPath.HasSlash(arguments[0])
            ? Spawn(arguments[0], actions, attributes, arguments, environment)
            : SpawnAlongPath(actions, attributes, arguments, environment);
        score.Restore();
        Libc.ActionsDestroy(actions);
        return result;
    }

    /// <summary>Never leaves one out: a child without its own pipes would hold this process's stream.</summary>
    private static bool AddActions(byte* actions, byte* directory, in ChildPipes pipes)
    {
        var error = Libc.ActionsInit(actions)
            | Libc.ActionsAddDuplicate(actions, pipes.ChildInput, 0)
            | Libc.ActionsAddDuplicate(actions, pipes.ChildOutput, 1)
            | Libc.ActionsAddDuplicate(actions, pipes.ChildError, 2)
            | (pipes.ChildProgress < 0 ? 0 : Libc.ActionsAddDuplicate(actions, pipes.ChildProgress, 3))
            | Libc.ActionsAddDirectory(actions, directory);
        return error == 0;
    }

    private static void SetAttributes(byte* attributes)
    {
        var set = stackalloc byte[Linux.SignalSetBytes];
        Libc.AttributesInit(attributes);
        Libc.AttributesSetFlags(attributes, Linux.SpawnDefaults | Linux.SpawnMask | Linux.SpawnSession);
        Libc.EmptySet(set);
        Libc.AttributesSetMask(attributes, set);
        // The C library's own way to fill a set leaves its two internal signals out, which children would then ignore.
        new Span<byte>(set, Linux.SignalSetBytes).Fill(0xff);
        Libc.AttributesSetDefaults(attributes, set);
    }

    private static int SpawnAlongPath(byte* actions, byte* attributes, byte** arguments, byte** environment)
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

            var result = Spawn(candidate, actions, attributes, arguments, environment);
            if (result != -Linux.NotFound && result != -Linux.NotADirectory && result != -Linux.Denied)
            {
                return result;
            }

            worst = result == -Linux.Denied ? result : worst;
        }

        return worst;
    }

    private static int Spawn(byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment)
    {
        int pid;
        var error = Libc.Spawn(&pid, path, actions, attributes, arguments, environment);
        return error == 0 ? pid : -error;
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
