namespace SkillHost.Sandboxes;

/// <summary>What a preparation made of a container, such as a server that has been greeted.</summary>
public interface IPrepared : IAsyncDisposable
{
    /// <summary>Completes, without failing, when it can answer nothing more; the container is of no use then.</summary>
    Task Ended { get; }
}
