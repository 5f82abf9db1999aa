using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;

namespace SkillHost.Runner;

/// <summary>Says what a function threw: to the caller in one line, to the log with the places in the skill's own code.</summary>
public static class Failure
{
    private const int MostFrames = 20;

    /// <summary>The message and where in the skill's code it was thrown.</summary>
    public static string Describe(Exception exception)
    {
        exception = Unwrapped(exception);
        string message = exception.Message.Length > 0 ? $"{exception.GetType().Name}: {exception.Message}" : exception.GetType().Name;
        return Frames(exception).FirstOrDefault() is { } frame ? $"{message} ({frame})" : message;
    }

    /// <summary>Lines for the log; the runner's own frames are nobody's concern.</summary>
    public static string Trace(Exception exception)
    {
        StringBuilder text = new();
        for (Exception? at = Unwrapped(exception); at is not null; at = at.InnerException)
        {
            text.Append(text.Length > 0 ? "caused by " : "").Append(at.GetType().FullName).Append(": ").Append(at.Message).Append('\n');
            foreach (string frame in Frames(at).Take(MostFrames))
            {
                text.Append("  at ").Append(frame).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>What was thrown in the first place.</summary>
    public static Exception Unwrapped(Exception exception)
    {
        while (exception is TargetInvocationException or TypeInitializationException or AggregateException { InnerExceptions.Count: 1 }
            && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    private static IEnumerable<string> Frames(Exception exception)
    {
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is { } method && IsSkills(method))
            {
                string name = Name(method);
                yield return frame.GetFileName() is { Length: > 0 } file && frame.GetFileLineNumber() is > 0 and int line
                    ? $"{Path.GetFileName(file.Replace('\\', '/'))}, line {line}, in {name}"
                    : $"in {method.DeclaringType?.Name}.{name}";
            }
        }
    }

    private static bool IsSkills(MethodBase method) => AssemblyLoadContext.GetLoadContext(method.Module.Assembly) is SkillContext;

    // What the compiler makes of asynchronous methods, iterators and local functions bears the method's name in angle brackets.
    private static string Name(MethodBase method)
    {
        string name = method.Name == "MoveNext" ? method.DeclaringType?.Name ?? method.Name : method.Name;
        int open = name.IndexOf('<', StringComparison.Ordinal);
        int close = name.IndexOf('>', StringComparison.Ordinal);
        return open >= 0 && close > open + 1 ? name[(open + 1)..close] : name;
    }
}
