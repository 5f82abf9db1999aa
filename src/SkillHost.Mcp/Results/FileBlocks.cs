using System.Globalization;
using System.Text;
using System.Text.Unicode;
using ModelContextProtocol.Protocol;
using SkillHost.Invocations;

namespace SkillHost.Mcp.Results;

/// <summary>Translates the files of a result: small ones go along, of the others a model learns name, type and size.</summary>
internal static class FileBlocks
{
    private static readonly string[] Images = ["image/png", "image/jpeg", "image/gif", "image/webp"];
    private static readonly string[] Sounds = ["audio/mpeg", "audio/wav"];

    /// <summary>A line that lists them, and those that fit into <paramref name="room"/> bytes together, in their order.</summary>
    public static IEnumerable<ContentBlock> Of(InvocationResult result, long room)
    {
        List<string> lines = [];
        List<ContentBlock> blocks = [];
        foreach (InvocationArtifact file in result.Artifacts)
        {
            bool fits = file.Data is not null && file.Bytes <= room;
            room -= fits ? file.Bytes : 0;
            lines.Add(Describe(file) + (fits ? ")" : "; not sent along, too large)"));
            blocks.AddRange(fits ? [Block(result.InvocationId, file)] : []);
        }

        lines.AddRange(result.LeftFiles.Select(left => $"{left.Name} (left behind: it {left.Reason})"));
        return lines.Count == 0 ? [] : [ContentBlocks.Text($"[files: {string.Join(", ", lines)}]"), .. blocks];
    }

    private static string Describe(InvocationArtifact file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.Name} ({file.MediaType}, {file.Bytes} bytes");

    private static ContentBlock Block(string invocation, InvocationArtifact file)
    {
        ReadOnlyMemory<byte> bytes = file.Data ?? default;
        if (Images.Contains(file.MediaType))
        {
            return ImageContentBlock.FromBytes(bytes, file.MediaType);
        }

        return Sounds.Contains(file.MediaType)
            ? AudioContentBlock.FromBytes(bytes, file.MediaType)
            : new EmbeddedResourceBlock { Resource = Resource(Address(invocation, file.Name), file.MediaType, bytes) };
    }

    private static ResourceContents Resource(string uri, string type, ReadOnlyMemory<byte> bytes) =>
        IsText(type) && Utf8.IsValid(bytes.Span)
            ? new TextResourceContents { Uri = uri, MimeType = type, Text = Encoding.UTF8.GetString(bytes.Span) }
            : BlobResourceContents.FromBytes(bytes, uri, type);

    private static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "application/yaml" or "image/svg+xml";

    // Names the file; nobody answers there.
    private static string Address(string invocation, string name) =>
        $"skillhost://{invocation}/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}";
}
