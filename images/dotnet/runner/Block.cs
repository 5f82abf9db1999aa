using System;
using System.Text.Json;

namespace SkillHost.Runner;

/// <summary>One piece of content.</summary>
/// <param name="Type"><c>text</c>, <c>image</c>, <c>audio</c>, <c>resource</c> or <c>resource_link</c>.</param>
public sealed record Block(string Type)
{
    /// <summary>The text of a text, or of a file that is one.</summary>
    public string? Text { get; init; }

    /// <summary>The bytes of anything else that is here.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Its media type.</summary>
    public string? Mime { get; init; }

    /// <summary>Address of a link; name of a file.</summary>
    public string? Uri { get; init; }

    /// <summary>Writes it as the protocol has it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", Type);
        switch (Type)
        {
            case "text":
                writer.WriteString("text", Text);
                break;
            case "resource_link":
                writer.WriteString("uri", Uri);
                writer.WriteString("name", Uri);
                WriteMime(writer);
                break;
            case "resource":
                writer.WriteStartObject("resource");
                writer.WriteString("uri", "file:///" + System.Uri.EscapeDataString(Uri ?? "file"));
                WriteMime(writer);
                WriteBody(writer);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteBase64String("data", Data.Span);
                WriteMime(writer);
                break;
        }

        writer.WriteEndObject();
    }

    private void WriteBody(Utf8JsonWriter writer)
    {
        if (Text is not null)
        {
            writer.WriteString("text", Text);
        }
        else
        {
            writer.WriteBase64String("blob", Data.Span);
        }
    }

    private void WriteMime(Utf8JsonWriter writer)
    {
        if (Mime is not null)
        {
            writer.WriteString("mimeType", Mime);
        }
    }
}
