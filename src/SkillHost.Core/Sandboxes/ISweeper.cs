using SkillHost.Containers;

namespace SkillHost.Sandboxes;

/// <summary>Removes what hosts that are gone have left on the engine.</summary>
public interface ISweeper
{
    /// <summary>
    /// Sweeps now and gives the number of containers removed. Those of hosts that live, and of other state folders, are never
    /// touched. Throws <see cref="EngineException"/> when no engine answers.
    /// </summary>
    Task<int> SweepAsync(CancellationToken cancellationToken) => SweepAsync(TimeSpan.Zero, cancellationToken);

    /// <summary>The same for containers made at least <paramref name="age"/> ago only, by the engine's clock.</summary>
    Task<int> SweepAsync(TimeSpan age, CancellationToken cancellationToken);
}
