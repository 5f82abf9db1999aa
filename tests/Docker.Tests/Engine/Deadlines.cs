namespace SkillHost.Docker.Tests.Engine;

/// <summary>Caps on tests, so that a hang is a failure.</summary>
internal static class Deadlines
{
    public static CancellationTokenSource Short() => new(TimeSpan.FromSeconds(60));
}
