using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Invocations;
using SkillHost.Mcp.Results;
using SkillHost.Skills;

namespace SkillHost.Mcp.Calls;

/// <summary>Makes the calls of one client.</summary>
internal sealed class ToolCalls(ISkillHost host, string caller, Conversation? conversation, long fileBytes)
{
    private const string Forgot = "What it remembered is gone; the next call begins anew.";
    private static readonly JsonWriterOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Calls a function. Throws <see cref="McpProtocolException"/> for a name that no function has, and <see
    /// cref="OperationCanceledException"/> when the client has given up: it wants no answer then.
    /// </summary>
    public async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        string name = request.Params.Name;
        SkillCatalog catalog = host.Catalog;
        SkillFunction function = catalog.Functions.FirstOrDefault(f => f.Name == name)
            ?? throw new McpProtocolException(UnknownTool.Describe(name, catalog), McpErrorCode.InvalidParams);
        Exchange? exchange = Exchange.Of(request.JsonRpcRequest);
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, exchange?.Gone ?? CancellationToken.None);
        try
        {
            CallToolResult result = await CallAsync(function, request, gone.Token);
            gone.Token.ThrowIfCancellationRequested();
            return result;
        }
        catch (OperationCanceledException)
        {
            exchange?.End();
            throw;
        }
    }

    private async Task<CallToolResult> CallAsync(
        SkillFunction function, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        Skill skill = function.Callable.Skill;
        string? session = skill.Isolation == SkillIsolation.Session ? conversation?.SessionOf(skill.Name) : null;
        CallRelay relay = CallRelay.For(request, function);
        InvocationOptions options = new() { Caller = CallerOf(request), Session = session, OnEvent = relay.OnEvent };
        InvocationResult result = await function.CallAsync(ArgumentsOf(request.JsonRpcRequest), options, cancellationToken);
        await relay.FlushAsync(cancellationToken);
        bool forgot = session is not null && conversation?.HasLost(skill.Name, session, result) is true;
        ResultShape shape = ResultShape.Of(function, ServerFactory.RevisionOf(request));
        return CallResults.Of(result, shape, fileBytes, forgot ? Forgot : null);
    }

    /// <summary>Who calls, with what the client calls itself, which is a claim.</summary>
    private string CallerOf(RequestContext<CallToolRequestParams> request) =>
        request.Server.ClientInfo is { } client ? $"{caller} by {ClientName.Of(client)}" : caller;

    /// <summary>The arguments as they came: the host checks them, and a property that came twice must still be there twice.</summary>
    private static ReadOnlyMemory<byte> ArgumentsOf(JsonRpcRequest request)
    {
        if (request.Params?["arguments"] is not { } arguments)
        {
            return "{}"u8.ToArray();
        }

        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes, AsWritten))
        {
            arguments.WriteTo(writer);
        }

        return bytes.WrittenMemory;
    }
}
