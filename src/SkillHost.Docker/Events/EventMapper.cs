using System.Globalization;
using SkillHost.Containers;
using SkillHost.Docker.Events.Bodies;

namespace SkillHost.Docker.Events;

/// <summary>Translates the engine's events.</summary>
internal static class EventMapper
{
    /// <summary>The event, or null for one that names no container.</summary>
    public static ContainerEvent? Map(EventBody body)
    {
        if (body.Action is not { } action || body.Actor?.Id is not { Length: > 0 } id)
        {
            return null;
        }

        // An image's label called exitCode would stand here too, but only for events that have no exit code of their own.
        var exitCode = action == "die" && body.Actor.Attributes is { } attributes && attributes.TryGetValue("exitCode", out var text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : (int?)null;
        return new ContainerEvent(id, action, exitCode);
    }
}
