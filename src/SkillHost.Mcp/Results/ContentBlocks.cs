using System.Text;
using ModelContextProtocol.Protocol;
using SkillHost.Invocations;

namespace SkillHost.Mcp.Results;

/// <summary>Translates the pieces of a result.</summary>
internal static class ContentBlocks
{
    private const string NoType = "application/octet-stream";

    /// <summary>A text.</summary>
    public static ContentBlock Text(string text) => new TextContentBlock { Text = text };

    /// <summary>The block for a piece.</summary>
    public static ContentBlock Of(InvocationContent piece) => piece.Type switch
    {
        "image" => new ImageContentBlock { Data = Bytes(piece), MimeType = piece.MimeType ?? NoType },
        "audio" => new AudioContentBlock { Data = Bytes(piece), MimeType = piece.MimeType ?? NoType },
        "resource_link" => new ResourceLinkBlock
        {
            Uri = piece.Uri ?? "",
            Name = piece.Name ?? piece.Uri ?? "",
            Description = piece.Text.Length == 0 ? null : piece.Text,
            MimeType = piece.MimeType,
        },
        "resource" => new EmbeddedResourceBlock { Resource = Resource(piece) },
        _ => Text(piece.Text),
    };

    private static ResourceContents Resource(InvocationContent piece) => piece.Data is null
        ? new TextResourceContents { Uri = piece.Uri ?? "", MimeType = piece.MimeType, Text = piece.Text }
        : new BlobResourceContents { Uri = piece.Uri ?? "", MimeType = piece.MimeType, Blob = Bytes(piece) };

    // Base64 stays as it came: nobody looks into it on the way.
    private static ReadOnlyMemory<byte> Bytes(InvocationContent piece) => Encoding.UTF8.GetBytes(piece.Data ?? "");
}
