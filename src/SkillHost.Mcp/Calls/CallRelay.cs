using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using SkillHost.Functions;
using SkillHost.Invocations;
using SkillHost.Skills;

namespace SkillHost.Mcp.Calls;

/// <summary>
/// Tells the client of one call what happens in it, as far as it wants to know: progress where it gave a token, log lines from its level
/// upwards. Each notification is awaited, so a slow client slows the function.
/// </summary>
internal sealed class CallRelay
{
    private readonly McpServer _server;
    private readonly ProgressToken? _token;
    private readonly LoggingLevel? _level;
    private readonly string _logger;
    private readonly Dictionary<string, LineSplitter> _lines = [];
    private double _progress = double.NegativeInfinity;

    private CallRelay(McpServer server, ProgressToken? token, LoggingLevel? level, SkillFunction function)
    {
        (_server, _token, _level, _logger) = (server, token, level, function.Name);

        // Of a command, standard output is the result; of a server it is what the function printed.
        IsServer = function.Callable.Skill.Protocol == SkillProtocol.Mcp;
    }

    /// <summary>What the call is to tell of, or null where the client wants to know nothing.</summary>
    public Func<InvocationEvent, CancellationToken, ValueTask>? OnEvent => _token is null && _level is null ? null : SendAsync;

    private bool IsServer { get; }

    /// <summary>What the client of <paramref name="request"/> wants to know.</summary>
    public static CallRelay For(RequestContext<CallToolRequestParams> request, SkillFunction function) =>
        new(request.Server, request.Params.ProgressToken, LevelOf(request), function);

    /// <summary>Sends what has no end of line; for the end of the call.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        foreach (LineSplitter lines in _lines.Values)
        {
            await LogAsync(lines.Rest(), cancellationToken);
        }
    }

    private ValueTask SendAsync(InvocationEvent happened, CancellationToken cancellationToken) => happened switch
    {
        ProgressEvent progress => ProgressAsync(progress, cancellationToken),
        OutputEvent output when IsServer || output.Stream == "stderr" => LogAsync(LinesOf(output), cancellationToken),
        _ => ValueTask.CompletedTask,
    };

    private async ValueTask ProgressAsync(ProgressEvent progress, CancellationToken cancellationToken)
    {
        // The protocol wants each to be more than the last.
        if (_token is not { } token || progress.Progress <= _progress)
        {
            return;
        }

        _progress = progress.Progress;
        ProgressNotificationValue value = new()
        {
            Progress = (float)progress.Progress,
            Total = (float?)progress.Total,
            Message = progress.Message,
        };
        await _server.NotifyProgressAsync(token, value, cancellationToken: cancellationToken);
    }

    private IEnumerable<string> LinesOf(OutputEvent output)
    {
        if (_level is null)
        {
            return [];
        }

        if (!_lines.TryGetValue(output.Stream, out LineSplitter? lines))
        {
            lines = _lines[output.Stream] = new LineSplitter();
        }

        return lines.Add(output.Text);
    }

    private async ValueTask LogAsync(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        foreach (string line in lines)
        {
            LogLine read = LogLine.Of(line, IsServer);
            if (read.Level >= _level)
            {
                LoggingMessageNotificationParams message = new()
                {
                    Level = read.Level,
                    Logger = _logger,
                    Data = JsonSerializer.SerializeToElement(read.Text, InvocationJson.Options),
                };
                await _server.SendNotificationAsync(
                    NotificationMethods.LoggingMessageNotification, message, cancellationToken: cancellationToken);
            }
        }
    }

    /// <summary>The least the client wants to hear; where it has not said, information, if it may be told unasked.</summary>
    private static LoggingLevel? LevelOf(RequestContext<CallToolRequestParams> request) =>
        ProtocolRevisions.IsStateless(ServerFactory.RevisionOf(request))
            ? request.JsonRpcRequest.Context?.LogLevel
            : request.Server.LoggingLevel ?? LoggingLevel.Info;
}
