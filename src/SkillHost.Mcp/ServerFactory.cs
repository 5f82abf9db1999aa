using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using SkillHost.Hosting;
using SkillHost.Mcp.Calls;

namespace SkillHost.Mcp;

/// <summary>Makes servers of the protocol, one for each connection, over the functions of the host.</summary>
internal sealed class ServerFactory(ISkillHost host, IOptions<McpOptions> options, ILoggerFactory loggers)
{
    private static readonly Implementation Self = new()
    {
        Name = "skillhost",
        Title = "SkillHost",
        Version = typeof(ServerFactory).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "0",
    };

    /// <summary>A server over <paramref name="transport"/>, for a client that acts for <paramref name="caller"/>.</summary>
    /// <param name="transport">Takes requests in and gives answers out.</param>
    /// <param name="caller">Who calls, for the audit log.</param>
    /// <param name="conversation">What its calls belong together by; null where each stands alone.</param>
    public McpServer Make(ITransport transport, string caller, Conversation? conversation)
    {
        ToolCalls calls = new(host, caller, conversation, options.Value.MaxFileBytes);
        McpServerFilters filters = new();
        filters.Message.IncomingFilters.Add(next => (message, cancellationToken) =>
        {
            UnknownTool.ThrowIf(message.JsonRpcMessage, host.Catalog);
            return next(message, cancellationToken);
        });
        McpServerOptions made = new()
        {
            ServerInfo = Self,
            ScopeRequests = false,
            Filters = filters,
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = (request, _) => ValueTask.FromResult(ToolList.Of(host.Catalog, RevisionOf(request))),
                CallToolHandler = calls.CallAsync,
            },
        };
        return McpServer.Create(transport, made, loggers);
    }

    /// <summary>The revision a request was made under, or null where none was agreed on.</summary>
    internal static string? RevisionOf<T>(RequestContext<T> request) =>
        request.JsonRpcRequest.Context?.ProtocolVersion ?? request.Server.NegotiatedProtocolVersion;
}
