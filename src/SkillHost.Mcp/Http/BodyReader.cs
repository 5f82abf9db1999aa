using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkillHost.Schemas;

namespace SkillHost.Mcp.Http;

/// <summary>Reads the body of a POST as strictly as the host reads arguments.</summary>
internal static class BodyReader
{
    // As deep as the SDK reads, or it would find fault with what has passed here.
    private const int MaxDepth = 64;

    /// <summary>The message; throws <see cref="RefusedException"/>.</summary>
    public static async Task<McpRequest> ReadAsync(HttpRequest request, long most, CancellationToken cancellationToken)
    {
        StrictJsonResult read = StrictJson.Parse(await ReadBytesAsync(request, most, cancellationToken), MaxDepth);
        if (!read.IsOk)
        {
            throw new RefusedException(Refusal.NotJson(read.Error));
        }

        JsonElement json = read.Value.Value;
        try
        {
            return json.Deserialize(JsonTypes.Message) is { } message
                ? new McpRequest(message, json)
                : throw new RefusedException(Refusal.NotAMessage);
        }
        catch (JsonException)
        {
            throw new RefusedException(Refusal.NotAMessage);
        }
        catch (InvalidOperationException)
        {
            // A method that is no text.
            throw new RefusedException(Refusal.NotAMessage);
        }
    }

    private static async Task<byte[]> ReadBytesAsync(HttpRequest request, long most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
        {
            throw new RefusedException(Refusal.TooLarge(most));
        }

        try
        {
            while (true)
            {
                ReadResult read = await request.BodyReader.ReadAsync(cancellationToken);
                if (read.Buffer.Length > most)
                {
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    throw new RefusedException(Refusal.TooLarge(most));
                }

                if (read.IsCompleted)
                {
                    byte[] body = read.Buffer.ToArray();
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return body;
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // The server's own bound may be narrower.
            throw new RefusedException(Refusal.TooLarge(most));
        }
    }
}
