namespace SkillHost.Containers;

/// <summary>How a container is attached to networks.</summary>
public enum ContainerNetwork
{
    /// <summary>Loopback only.</summary>
    None,

    /// <summary>The engine's default bridge; only where the operator names the skill.</summary>
    Bridge,
}
