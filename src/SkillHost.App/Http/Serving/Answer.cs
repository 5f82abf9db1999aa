using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using SkillHost.Invocations;

namespace SkillHost.App.Http.Serving;

/// <summary>Writes answers, all of them JSON with the names of <see cref="InvocationJson"/>.</summary>
internal static class Answer
{
    private const string Json = "application/json";

    /// <summary>Writes <paramref name="value"/>.</summary>
    public static Task WriteAsync<T>(HttpContext context, int status, T value) => WriteAsync(context, status, value, Json);

    /// <summary>Writes why a request came to nothing.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string detail) =>
        WriteAsync(context, status, new Problem(ReasonPhrases.GetReasonPhrase(status), status, detail), Problem.MediaType);

    private static async Task WriteAsync<T>(HttpContext context, int status, T value, string mediaType)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, InvocationJson.Options);
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
