namespace SkillHost.Containers;

/// <summary>
/// What an engine's containers and images take up. Every member throws <see cref="EngineException"/> and nothing else on failure.
/// </summary>
public interface IEngineUsage
{
    /// <summary>What a running container uses, measured over about a second; null when it is gone or does not run.</summary>
    Task<ContainerUsage?> MeasureAsync(string container, CancellationToken cancellationToken);

    /// <summary>Disk space of all images and containers. The engine works it out anew, which can take seconds.</summary>
    Task<EngineDisk> MeasureDiskAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Asks the registry of an image, from the engine's machine, whether it has it; throws when it does not or is not reached.
    /// </summary>
    Task AskRegistryAsync(string reference, CancellationToken cancellationToken);
}
