using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace SkillHost.Runner;

/// <summary>
/// Makes content of what a function gives: bytes, streams and files by what they hold, and objects whose type ends in <c>Content</c> by
/// their properties (<c>Text</c>; <c>Data</c> and <c>MediaType</c> or <c>MimeType</c>; <c>Uri</c>), whoever declares them.
/// </summary>
public static class Contents
{
    /// <summary>Whether a type is content, or a collection of it.</summary>
    public static bool IsContent(Type type)
    {
        if (type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) || type == typeof(Memory<byte>)
            || typeof(Stream).IsAssignableFrom(type) || typeof(FileInfo).IsAssignableFrom(type) || IsNamedContent(type))
        {
            return true;
        }

        Type? item = type.IsArray ? type.GetElementType()
            : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1] : null;
        return item is not null && (item == typeof(object) || (item != typeof(byte) && IsContent(item)));
    }

    /// <summary>The pieces of a value; none for nothing.</summary>
    public static IReadOnlyList<Block> Of(object? value)
    {
        if (value is null)
        {
            return [];
        }

        if (Piece(value) is { } whole)
        {
            return [whole];
        }

        object?[] items = value is IEnumerable many and not string and not IDictionary ? [.. many.Cast<object?>()] : [];
        return items.Any(item => item is not null and not string && Piece(item) is not null)
            ? [.. items.OfType<object>().Select(item => Piece(item) ?? Said(item))]
            : [Said(value)];
    }

    private static Block Said(object value) => new("text") { Text = JsonSerializer.Serialize(value, Schemas.Json) };

    private static Block? Piece(object value) => value switch
    {
        string text => new Block("text") { Text = text },
        byte[] bytes => OfBytes(bytes, null, null),
        ReadOnlyMemory<byte> bytes => OfBytes(bytes, null, null),
        Memory<byte> bytes => OfBytes(bytes, null, null),
        Stream stream => OfBytes(Read(stream), null, null),
        FileInfo file => OfBytes(File.ReadAllBytes(file.FullName), Mime.OfName(file.Name), file.Name),
        _ => IsNamedContent(value.GetType()) ? OfProperties(value) : null,
    };

    private static Block? OfProperties(object value)
    {
        object? Of(string name) => value.GetType().GetProperty(name)?.GetValue(value);
        string? mime = (Of("MediaType") ?? Of("MimeType")) as string;
        ReadOnlyMemory<byte>? data = Of("Data") switch
        {
            byte[] bytes => bytes,
            ReadOnlyMemory<byte> bytes => bytes,
            _ => default(ReadOnlyMemory<byte>?),
        };
        if (data is { } held)
        {
            return OfBytes(held, mime, Of("Name") as string);
        }

        return Of("Text") is string text ? new Block("text") { Text = text }
            : Of("Uri")?.ToString() is { Length: > 0 } uri ? new Block("resource_link") { Uri = uri, Mime = mime }
            : null;
    }

    private static Block OfBytes(ReadOnlyMemory<byte> bytes, string? mime, string? name)
    {
        mime ??= Mime.OfBytes(bytes.Span);
        if (mime.StartsWith("image/", StringComparison.Ordinal) || mime.StartsWith("audio/", StringComparison.Ordinal))
        {
            return new Block(mime[..5]) { Data = bytes, Mime = mime };
        }

        string? text = mime.StartsWith("text/", StringComparison.Ordinal) ? Mime.AsText(bytes.Span) : null;
        return new Block("resource") { Data = bytes, Text = text, Mime = mime, Uri = name ?? "file" };
    }

    private static byte[] Read(Stream stream)
    {
        using MemoryStream copy = new();
        if (stream.CanSeek)
        {
            stream.Position = 0;
        }

        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static bool IsNamedContent(Type type) =>
        type.Name.EndsWith("Content", StringComparison.Ordinal) && (type.GetProperty("Data") ?? type.GetProperty("Uri")) is not null;
}
