namespace SkillHost.Hosting;

/// <summary>The host: what is loaded now, and how to load again.</summary>
public interface ISkillHost
{
    /// <summary>What is loaded now; empty before the first <see cref="LoadAsync"/>. A reload swaps the reference.</summary>
    SkillCatalog Catalog { get; }

    /// <summary>Discovers and validates the skills and works out their policies. Asks nothing of the engine.</summary>
    Task<SkillCatalog> LoadAsync(CancellationToken cancellationToken = default);
}
