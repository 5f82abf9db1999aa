using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace SkillHost.Sandboxes;

/// <summary>All containers of this host that are not certainly gone.</summary>
internal sealed class LiveContainers(HostIdentity identity, UserIdPool userIds, IOptions<SandboxOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveContainer> _byId = new(StringComparer.Ordinal);
    private long _number;

    /// <summary>Those that exist now.</summary>
    public IEnumerable<LiveContainer> All => _byName.Values.Select(entry => entry.Container);

    /// <summary>A name, a user id and a share of the call's place for a container about to be made.</summary>
    public LiveContainer Add(SandboxRequest request)
    {
        ContainerName name = new(identity.Get(), Interlocked.Increment(ref _number));
        uint first = request.Policy.FirstUserId;
        uint userId = userIds.Rent(first)
            ?? throw new SandboxException(SandboxFailure.Busy, "every user id of the skill is taken; try again in 1 s")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        LiveContainer container = new(name.ToString(), userId, After(options.Value.StartTimeout + SandboxSpecs.LifeOf(request)));
        _byName[container.Name] = new Entry(container, first, request.Place?.Share());
        return container;
    }

    /// <summary>Whether a container of a skill with this first user id would find one free.</summary>
    public bool HasFreeUserId(uint first) => userIds.HasFree(first);

    /// <summary>
    /// From now on it counts as <paramref name="place"/>, not as what it was made under, and may live for <paramref name="life"/> more.
    /// </summary>
    public void HandOver(LiveContainer container, Place? place, TimeSpan life)
    {
        container.ExpiresAt = After(life);
        if (_byName.TryGetValue(container.Name, out Entry? entry))
        {
            Entry next = entry with { Place = place?.Share() };
            Place? unneeded = _byName.TryUpdate(container.Name, next, entry) ? entry.Place : next.Place;
            unneeded?.Dispose();
        }
    }

    /// <summary>Makes it known by its id, so that the engine's events find it.</summary>
    public void Know(LiveContainer container, string id)
    {
        container.Id = id;
        _byId[id] = container;
    }

    /// <summary>The container of this name, or null when it is none of the living.</summary>
    public LiveContainer? Find(string name) => _byName.TryGetValue(name, out Entry? entry) ? entry.Container : null;

    /// <summary>The container with this id, or null.</summary>
    public LiveContainer? FindById(string id) => _byId.GetValueOrDefault(id);

    /// <summary>It is gone: its user id and place are free again.</summary>
    public void Remove(LiveContainer container)
    {
        if (container.Id is { } id)
        {
            _byId.TryRemove(id, out _);
        }

        if (_byName.TryRemove(container.Name, out Entry? entry))
        {
            userIds.Return(entry.FirstUserId, container.UserId);
            entry.Place?.Dispose();
        }

        container.Leave();
    }

    private long After(TimeSpan span) => time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency);

    private sealed record Entry(LiveContainer Container, uint FirstUserId, Place? Place);
}
