using System.Net;
using System.Text;
using System.Text.Json;
using SkillHost.Containers;

namespace SkillHost.Docker.Transport;

/// <summary>Turns an answer that reports a failure into an exception.</summary>
internal static class EngineErrors
{
    /// <summary>Bytes of such an answer that are read.</summary>
    public const int LargestBody = 64 * 1024;

    public static EngineException Read(HttpStatusCode status, ReadOnlySpan<byte> body, string title)
    {
        var message = ReadMessage(body);
        var failure = IsOutOfDisk(message) ? EngineFailure.OutOfDisk : Classify(status);
        return new EngineException(failure, $"{title}: {(message.Length > 0 ? message : $"the engine answered {(int)status}")}");
    }

    /// <summary>Whether the engine's own account of a failure is that its disk is full.</summary>
    public static bool IsOutOfDisk(string message) =>
        message.Contains("no space left on device", StringComparison.OrdinalIgnoreCase)
        || message.Contains("disk quota exceeded", StringComparison.OrdinalIgnoreCase);

    private static EngineFailure Classify(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => EngineFailure.NotFound,
        HttpStatusCode.Conflict => EngineFailure.Conflict,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => EngineFailure.PermissionDenied,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => EngineFailure.BadRequest,
        HttpStatusCode.NotImplemented => EngineFailure.BadRequest,
        _ => EngineFailure.Broken,
    };

    private static string ReadMessage(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, TransportJson.Default.EngineErrorBody)?.Message?.Trim() ?? "";
        }
        catch (JsonException)
        {
            // Something in between answered, such as a proxy; its first words help more than none.
            return Encoding.UTF8.GetString(body[..Math.Min(body.Length, 200)]).Trim();
        }
    }
}
