using SkillHost.Containers;

namespace SkillHost.Images.Building;

/// <summary>Removes images nobody has a name for.</summary>
internal sealed class LooseImages(IImageEngine engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Removes each that has no name, with the parents nothing else uses. One in use, or gone already, is left.</summary>
    public async Task RemoveAsync(IEnumerable<string> ids)
    {
        // Not the caller's token: what a cancelled build left must go as well.
        using var patience = new CancellationTokenSource(Patience);
        foreach (string id in ids)
        {
            try
            {
                if (await engine.FindImageAsync(id, patience.Token) is { Tags.Count: 0 })
                {
                    await engine.RemoveImageAsync(id, patience.Token);
                }
            }
            catch (Exception e) when (e is EngineException or OperationCanceledException)
            {
                // Another image is built on it, a container runs on it, or the engine is gone: it stays.
            }
        }
    }

    /// <summary>Removes a name.</summary>
    public async Task RemoveNameAsync(string tag)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await engine.RemoveImageAsync(tag, patience.Token);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // As above; a later removal of what nothing refers to finds it.
        }
    }
}
