using System.Text;
using SkillHost.Init.Native;

namespace SkillHost.Init.Processes;

/// <summary>Says in a sentence why a program could not be started.</summary>
internal static unsafe class StartError
{
    internal const int MaxShown = 256;

    public static string Describe(int error, in StartRequest request)
    {
        var program = First(request.Texts);
        var folder = First(request.Texts[(request.Texts[..^1].LastIndexOf((byte)0) + 1)..]);
        if (error is Linux.NotFound or Linux.Denied or Linux.NotADirectory && !CanEnter(folder))
        {
            return $"working directory not found or not allowed: {Show(folder)}";
        }

        return error switch
        {
            Linux.NotFound when Exists(program) => $"the interpreter or loader of {Show(program)} was not found",
            Linux.NotFound or Linux.NotADirectory => $"program not found: {Show(program)}",
            Linux.Denied => $"permission denied: {Show(program)} is not executable, or lies where nothing may be executed",
            Linux.NotAProgram =>
                $"{Show(program)} is no program for this machine, or a script without its interpreter in a first line such as #!/bin/sh",
            Linux.TryAgain => "no process left: the limit on processes (pids) is reached",
            Linux.OutOfMemory => $"no memory left to start {Show(program)}",
            Linux.TooLong => "arguments and environment are too long for the kernel",
            Linux.TooManyFiles or Linux.TooManyFilesInSystem => "too many open files",
            _ => $"cannot start {Show(program)}: error {error}",
        };
    }

    /// <summary>The text up to its zero byte, that byte included.</summary>
    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> texts) => texts[..(texts.IndexOf((byte)0) + 1)];

    private static bool CanEnter(ReadOnlySpan<byte> path)
    {
        fixed (byte* pointer = path)
        {
            return Libc.Access(pointer, Linux.Executable) == 0;
        }
    }

    private static bool Exists(ReadOnlySpan<byte> path)
    {
        fixed (byte* pointer = path)
        {
            return path.Contains((byte)'/') && Libc.Access(pointer, Linux.Exists) == 0;
        }
    }

    private static string Show(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length - 1, MaxShown)]);
}
