namespace SkillHost.App.Tests.Running;

/// <summary>Tests that need an engine; skipped, with the reason, where there is none.</summary>
internal sealed class EngineTheoryAttribute : TheoryAttribute
{
    public EngineTheoryAttribute() => Skip = new EngineFactAttribute().Skip;
}
