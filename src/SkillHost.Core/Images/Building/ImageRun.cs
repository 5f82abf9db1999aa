using System.Collections.Concurrent;
using SkillHost.Containers;

namespace SkillHost.Images.Building;

/// <summary>One going through of some skills: what the engine has, how to build, and what is shared between the skills.</summary>
internal sealed class ImageRun(EngineInfo engine, EngineImages images, ImageBuildRequest request, IProgress<ImageBuildProgress> progress)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _shared = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, string> _runtimes = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _waiting = new(StringComparer.Ordinal);

    /// <summary>The engine.</summary>
    public EngineInfo Engine { get; } = engine;

    /// <summary>What the engine had at the start.</summary>
    public EngineImages Images { get; } = images;

    /// <summary>How to build.</summary>
    public ImageBuildRequest Request { get; } = request;

    /// <summary>Lines as they come.</summary>
    public IProgress<ImageBuildProgress> Progress { get; } = progress;

    /// <summary>Makes an id once however many ask for it at the same time.</summary>
    public Task<string> OnceAsync(string key, Func<Task<string>> make) => _shared.GetOrAdd(key, _ => new Lazy<Task<string>>(make)).Value;

    /// <summary>The runtimes that were needed so far: ids by name and content.</summary>
    public IReadOnlyDictionary<string, string> Runtimes => _runtimes;

    /// <summary>Notes a runtime's image.</summary>
    public void AddRuntime(string tag, string id) => _runtimes[tag] = id;

    /// <summary>Notes that one runtime waits for another; false, and noted nothing, when that one waits for the first.</summary>
    public bool TryWait(string runtime, string other)
    {
        lock (_waiting)
        {
            string? at = other;
            while (at != null && at != runtime)
            {
                at = _waiting.GetValueOrDefault(at);
            }

            return at == null && _waiting.TryAdd(runtime, other);
        }
    }

    /// <summary>Notes that a runtime waits no longer.</summary>
    public void EndWait(string runtime)
    {
        lock (_waiting)
        {
            _waiting.Remove(runtime);
        }
    }
}
