namespace SkillHost.Docker.Events.Bodies;

/// <summary>One event.</summary>
internal sealed record EventBody
{
    public string? Action { get; init; }

    public EventActorBody? Actor { get; init; }
}
