using System.Globalization;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Mcp.Results;

/// <summary>Translates what a call came to.</summary>
internal static class CallResults
{
    /// <summary>Key of what SkillHost says of a call beyond the protocol.</summary>
    public const string CallKey = "skillhost/call";

    /// <summary>
    /// The result of a tool. A failure has the words every door gives, and is a result too: a model may correct itself.
    /// </summary>
    /// <param name="result">What the call came to.</param>
    /// <param name="shape">How its value stands in the structured content.</param>
    /// <param name="fileBytes">Bytes that its files may have together, if they are to go along.</param>
    /// <param name="note">What the model should know besides, or null.</param>
    public static CallToolResult Of(InvocationResult result, ResultShape shape, long fileBytes, string? note = null)
    {
        List<ContentBlock> content = result.IsOk
            ? [.. result.Content.Select(ContentBlocks.Of)]
            : [ContentBlocks.Text(SkillFunction.Answer(result) as string ?? "")];
        if (result is { IsOk: true, Truncated: true })
        {
            content.Add(ContentBlocks.Text(
                string.Create(CultureInfo.InvariantCulture, $"[cut at the output limit; {result.StdoutBytes} bytes were written]")));
        }

        if (note is not null)
        {
            content.Add(ContentBlocks.Text(note));
        }

        content.AddRange(FileBlocks.Of(result, fileBytes));
        return new CallToolResult
        {
            Content = content,
            StructuredContent = result.IsOk ? shape.Put(result.Value) : null,
            IsError = !result.IsOk,
            Meta = new JsonObject { [CallKey] = MetaOf(result) },
        };
    }

    private static JsonObject MetaOf(InvocationResult result)
    {
        JsonObject meta = new()
        {
            ["status"] = InvocationJson.NameOf(result.Status),
            ["invocationId"] = result.InvocationId,
            ["durationMs"] = Math.Round(result.DurationMs, 3),
        };
        if (result.Container is { } container)
        {
            meta["container"] = container.ToString().ToLowerInvariant();
        }

        if (result.Truncated)
        {
            meta["truncated"] = true;
        }

        if (result.RetryAfterMs is { } retry)
        {
            meta["retryAfterMs"] = retry;
        }

        if (!result.Sandboxed)
        {
            meta["sandboxed"] = false;
        }

        return meta;
    }
}
