using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;

namespace SkillHost.Runner;

/// <summary>Tasks and asynchronous sequences: what is in them, and how to wait for it.</summary>
internal static class Waiting
{
    /// <summary>The type of the value in the end, and what gives it for what a method returned.</summary>
    public static (Type Type, Func<object?, CancellationToken, object?> Wait) For(Type type)
    {
        if (type == typeof(Task))
        {
            return (typeof(void), (value, _) => Wait(value as Task));
        }

        if (type == typeof(ValueTask))
        {
            return (typeof(void), (value, _) => value is ValueTask task ? Wait(task.AsTask()) : null);
        }

        (string Name, Type Item)? known = type.IsGenericType && type.GetGenericTypeDefinition() is var open && open == typeof(Task<>)
            ? (nameof(OfTask), type.GetGenericArguments()[0])
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)
            ? (nameof(OfValueTask), type.GetGenericArguments()[0])
            : Sequence(type) is { } item ? (nameof(OfSequence), item) : null;
        if (known is not { } found)
        {
            return (type, (value, _) => value);
        }

        // Not null: a method of this class.
        MethodInfo method = typeof(Waiting).GetMethod(found.Name, BindingFlags.NonPublic | BindingFlags.Static)!;
        var wait = method.MakeGenericMethod(found.Item).CreateDelegate<Func<object?, CancellationToken, object?>>();
        return (found.Name == nameof(OfSequence) ? typeof(List<>).MakeGenericType(found.Item) : found.Item, wait);
    }

    private static Type? Sequence(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))?.GetGenericArguments()[0];

    private static object? Wait(Task? task)
    {
        task?.GetAwaiter().GetResult();
        return null;
    }

    private static object? OfTask<T>(object? value, CancellationToken cancellationToken) =>
        value is Task<T> task ? task.GetAwaiter().GetResult() : null;

    private static object? OfValueTask<T>(object? value, CancellationToken cancellationToken) =>
        value is ValueTask<T> task ? task.AsTask().GetAwaiter().GetResult() : null;

    private static List<T>? OfSequence<T>(object? value, CancellationToken cancellationToken)
    {
        return value is IAsyncEnumerable<T> sequence ? ReadAsync().GetAwaiter().GetResult() : null;

        async Task<List<T>> ReadAsync()
        {
            List<T> items = [];
            await foreach (T item in sequence.WithCancellation(cancellationToken))
            {
                items.Add(item);
            }

            return items;
        }
    }
}
