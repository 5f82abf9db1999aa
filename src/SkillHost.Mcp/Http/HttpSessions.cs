using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using SkillHost.Sandboxes.Held;

namespace SkillHost.Mcp.Http;

/// <summary>The sessions over HTTP: begins, finds and ends them, those that are idle for long by itself.</summary>
internal sealed partial class HttpSessions(
    ServerFactory servers,
    ISessions containers,
    IOptions<McpOptions> options,
    TimeProvider time,
    ILoggerFactory loggers,
    ILogger<HttpSessions> logger) : IAsyncDisposable
{
    private const int IdBytes = 32;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HttpSession> _open = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private bool _closed;

    /// <summary>Begins one for a user, in use. Throws <see cref="RefusedException"/> when there are too many.</summary>
    public HttpSession Begin(string user)
    {
        HttpSession? idle = null;
        HttpSession begun;
        lock (_gate)
        {
            if (_closed || (_open.Count >= options.Value.MaxSessions && !TryMakeRoom(out idle)))
            {
                throw new RefusedException(Refusal.TooManySessions(options.Value.MaxSessions));
            }

            begun = Make(user);
            begun.Users = 1;
            _open[begun.Id] = begun;
            _timer ??= time.CreateTimer(_ => EndIdle(), null, Interval(), Interval());
        }

        if (idle is not null)
        {
            _ = EndAsync(idle, "another needed its place");
        }

        begun.Start();
        Log.Begun(logger, user);
        return begun;
    }

    /// <summary>Finds one of a user and takes it into use. Throws <see cref="RefusedException"/> where there is none.</summary>
    public HttpSession Enter(string id, string user)
    {
        lock (_gate)
        {
            HttpSession found = Find(id, user);
            found.Users++;
            return found;
        }
    }

    /// <summary>Gives up the use of one.</summary>
    public void Leave(HttpSession session)
    {
        lock (_gate)
        {
            session.Users--;
            session.LastUsed = time.GetTimestamp();
        }
    }

    /// <summary>Opens the one stream of messages that a session may have. False when it has been opened before.</summary>
    public bool TryOpenStream(HttpSession session)
    {
        lock (_gate)
        {
            bool first = !session.HasStream;
            session.HasStream = true;
            return first;
        }
    }

    /// <summary>Ends one of a user. Throws <see cref="RefusedException"/> where the user has none of that id.</summary>
    public async Task EndAsync(string id, string user)
    {
        HttpSession found;
        lock (_gate)
        {
            found = Find(id, user);
            _open.Remove(id);
        }

        await EndAsync(found, "its client ended it");
    }

    /// <summary>Takes back one that could not begin.</summary>
    public Task UndoAsync(HttpSession session)
    {
        lock (_gate)
        {
            _open.Remove(session.Id);
        }

        return EndAsync(session, "its first message was none");
    }

    /// <summary>Ends all, and begins no more.</summary>
    public async ValueTask DisposeAsync()
    {
        HttpSession[] left;
        lock (_gate)
        {
            _closed = true;
            left = [.. _open.Values];
            _open.Clear();
        }

        await (_timer?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Task.WhenAll(left.Select(session => EndAsync(session, "the host is stopping")));
    }

    private HttpSession Make(string user)
    {
        string id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        StreamableHttpServerTransport transport = new(loggers) { SessionId = id };
        Conversation conversation = new(containers);
        McpServer server = servers.Make(transport, $"mcp:{user}", conversation);
        return new HttpSession(id, user, transport, server, conversation, time.GetTimestamp());
    }

    private HttpSession Find(string id, string user) =>
        _open.TryGetValue(id, out HttpSession? found) && found.User == user ? found : throw new RefusedException(Refusal.SessionUnknown);

    private bool TryMakeRoom(out HttpSession? idle)
    {
        idle = _open.Values.Where(session => session.Users == 0 && !session.HasContainers).MinBy(session => session.LastUsed);
        return idle is not null && _open.Remove(idle.Id);
    }

    private void EndIdle()
    {
        HttpSession[] idle;
        lock (_gate)
        {
            idle = [.. _open.Values.Where(s => s.Users == 0 && time.GetElapsedTime(s.LastUsed) >= options.Value.SessionIdleAfter)];
            Array.ForEach(idle, session => _open.Remove(session.Id));
        }

        foreach (HttpSession session in idle)
        {
            _ = EndAsync(session, "it was idle");
        }
    }

    private async Task EndAsync(HttpSession session, string reason)
    {
        try
        {
            await session.DisposeAsync();
            Log.Ended(logger, session.User, reason);
        }
        catch (Exception e)
        {
            // The boundary: nobody waits who could do anything about it.
            Log.EndFailed(logger, session.User, e);
        }
    }

    private TimeSpan Interval() =>
        TimeSpan.FromTicks(Math.Min(options.Value.SessionIdleAfter.Ticks / 4, TimeSpan.FromMinutes(1).Ticks));

    private static partial class Log
    {
        [LoggerMessage(9501, LogLevel.Debug, "A session of the Model Context Protocol was begun by {User}")]
        public static partial void Begun(ILogger logger, string user);

        [LoggerMessage(9502, LogLevel.Debug, "A session of the Model Context Protocol of {User} has ended: {Reason}")]
        public static partial void Ended(ILogger logger, string user, string reason);

        [LoggerMessage(9503, LogLevel.Warning, "A session of the Model Context Protocol of {User} did not end well")]
        public static partial void EndFailed(ILogger logger, string user, Exception exception);
    }
}
