namespace SkillHost.Sandboxes;

/// <summary>What is done in a started container before a call is known, such as starting a server and greeting it.</summary>
public interface ISandboxPreparation
{
    /// <summary>Says what it comes to: containers of one image and policy with equal keys stand in for each other.</summary>
    string Key { get; }

    /// <summary>
    /// Prepares the sandbox. What it gives is found in <see cref="ISandbox.Prepared"/> and disposed of before the container.
    /// Throws <see cref="SandboxException"/>.
    /// </summary>
    Task<IPrepared> PrepareAsync(ISandbox sandbox, CancellationToken cancellationToken);
}
