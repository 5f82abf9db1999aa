using System.Globalization;
using System.Runtime.CompilerServices;
using SkillHost.Containers;
using SkillHost.Docker.Streams;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Events;

/// <summary>Follows what happens to containers.</summary>
internal sealed class EventWatcher(EngineHttp http, TimeProvider time)
{
    /// <summary>
    /// Events from the moment of this call on, however late the first one is asked for. Ends with an exception when the engine is lost.
    /// </summary>
    public IAsyncEnumerable<ContainerEvent> WatchAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        // The engine keeps its latest events, so that what happens before the request arrives is not missed.
        var since = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000m;
        var filters = EngineFilters.Write(
            ("type", ["container"]), ("event", ["die", "oom", "destroy"]), ("label", EngineFilters.Labels(labels)));
        var path = EnginePath.WithQuery(
            "/events", ("since", since.ToString("F3", CultureInfo.InvariantCulture)), ("filters", filters));
        return ReadAsync(EngineRequest.Get(path) with { Endless = true }, cancellationToken);
    }

    private async IAsyncEnumerable<ContainerEvent> ReadAsync(
        EngineRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reply = await http.SendAsync(request, cancellationToken);
        await using var body = await reply.OpenAsync();
        await using var events = JsonLines.ReadAsync(body, EventsJson.Default.EventBody, reply.Token).GetAsyncEnumerator(reply.Token);
        while (await MoveAsync(events, reply))
        {
            if (EventMapper.Map(events.Current) is { } seen)
            {
                yield return seen;
            }
        }

        throw new EngineException(
            EngineFailure.Unreachable, $"{request.Title}: the engine ended its events; it is going down or was restarted");
    }

    private static async ValueTask<bool> MoveAsync<T>(IAsyncEnumerator<T> values, EngineReply reply)
    {
        try
        {
            return await values.MoveNextAsync();
        }
        catch (Exception fault) when (reply.Explains(fault, out var explained))
        {
            throw explained;
        }
    }
}
