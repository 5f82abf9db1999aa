using System;
using System.Runtime.CompilerServices;

namespace SkillHost.Runner;

/// <summary>
/// Reports a function's progress to its caller: a number is how far it is, text a message; a tuple, or an object with <c>Progress</c>,
/// <c>Total</c> and <c>Message</c>, all of them.
/// </summary>
/// <typeparam name="T">What the function reports.</typeparam>
/// <param name="call">The call.</param>
public sealed class Reporter<T>(Call call) : IProgress<T>
{
    private double _last;

    /// <inheritdoc />
    public void Report(T value)
    {
        switch (value)
        {
            case null:
                break;
            case string message:
                call.Progress(++_last, null, message);
                break;
            case IConvertible number:
                call.Progress(_last = number.ToDouble(null), null, null);
                break;
            case ITuple tuple:
                object? At(int index) => index < tuple.Length ? tuple[index] : null;
                call.Progress(_last = Number(At(0)) ?? ++_last, Number(At(1)), At(At(1) is string ? 1 : 2) as string);
                break;
            default:
                object? Of(string name) => typeof(T).GetProperty(name)?.GetValue(value);
                call.Progress(_last = Number(Of("Progress")) ?? ++_last, Number(Of("Total")), Of("Message") as string);
                break;
        }
    }

    private static double? Number(object? value) => value is IConvertible number and not string ? number.ToDouble(null) : null;
}
