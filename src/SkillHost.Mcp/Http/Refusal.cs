using Microsoft.AspNetCore.Http;
using ModelContextProtocol;

namespace SkillHost.Mcp.Http;

/// <summary>Why a request is turned away.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Code of the JSON-RPC error.</param>
/// <param name="Message">The thing, what was seen, what is wanted.</param>
internal sealed record Refusal(int Status, int Code, string Message)
{
    // What servers of the protocol use where it has no code of its own.
    private const int Plain = -32000;
    private const int NoSession = -32001;

    /// <summary>Revisions to choose from, with an unknown one; null otherwise.</summary>
    public string? Requested { get; init; }

    /// <summary>Seconds after which to try again, or null.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Methods that the path takes, or null.</summary>
    public string? Allow { get; init; }

    public static Refusal BadRequest(string message) => new(StatusCodes.Status400BadRequest, Plain, message);

    public static Refusal NotAcceptable(string wanted) => new(StatusCodes.Status406NotAcceptable, Plain, $"Accept: wanted {wanted}");

    public static Refusal UnsupportedMediaType { get; } =
        new(StatusCodes.Status415UnsupportedMediaType, Plain, "Content-Type: wanted application/json, in UTF-8");

    public static Refusal TooLarge(long most) =>
        new(StatusCodes.Status413PayloadTooLarge, Plain, $"The body has more than {most} bytes, as many as may be");

    public static Refusal NotJson(string problem) =>
        new(StatusCodes.Status400BadRequest, (int)McpErrorCode.ParseError, $"The body {problem}");

    public static Refusal NotAMessage { get; } = new(
        StatusCodes.Status400BadRequest, (int)McpErrorCode.InvalidRequest,
        "The body is no message of JSON-RPC 2.0; wanted one, in no list");

    public static Refusal NotAnInitialize { get; } = new(
        StatusCodes.Status400BadRequest, (int)McpErrorCode.InvalidParams,
        "params of 'initialize': wanted protocolVersion, capabilities and clientInfo");

    public static Refusal UnknownRevision(string seen) => new(
        StatusCodes.Status400BadRequest, (int)McpErrorCode.UnsupportedProtocolVersion,
        $"MCP-Protocol-Version: seen an unknown revision, wanted one of {string.Join(", ", ProtocolRevisions.All)}")
    {
        Requested = seen,
    };

    public static Refusal HeaderMismatch(string message) =>
        new(StatusCodes.Status400BadRequest, (int)McpErrorCode.HeaderMismatch, message);

    public static Refusal MissingMeta(string message) =>
        new(StatusCodes.Status400BadRequest, (int)McpErrorCode.InvalidParams, message);

    public static Refusal SessionMissing { get; } =
        BadRequest("Mcp-Session-Id: seen none, wanted the one that the answer to 'initialize' came with");

    public static Refusal SessionUnknown { get; } = new(
        StatusCodes.Status404NotFound, NoSession, "Session not found: it has ended, or was never begun; begin one with 'initialize'");

    public static Refusal TooManySessions(int most) => new(
        StatusCodes.Status503ServiceUnavailable, Plain,
        $"As many sessions are open as may be ({most}), and all are in use; end one with DELETE, or try again in 30 s")
    {
        RetryAfter = 30,
    };

    public static Refusal NoSessions { get; } = new(
        StatusCodes.Status405MethodNotAllowed, Plain, $"Revision {ProtocolRevisions.FirstStateless} has no sessions; wanted POST")
    {
        Allow = HttpMethods.Post,
    };

    public static Refusal SecondStream { get; } = new(
        StatusCodes.Status409Conflict, Plain, "This session has a stream of messages already; wanted one");

    public static Refusal NoResumption { get; } = BadRequest("Last-Event-ID: streams cannot be taken up again; ask without");
}
