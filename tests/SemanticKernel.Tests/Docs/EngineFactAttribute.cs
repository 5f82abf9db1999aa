namespace SkillHost.SemanticKernel.Tests.Docs;

/// <summary>A test that needs an engine; skipped, with the reason, where there is none.</summary>
internal sealed class EngineFactAttribute : FactAttribute
{
    public EngineFactAttribute()
    {
        bool named = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 };
        Skip = named || File.Exists("/var/run/docker.sock") ? null : "no engine: neither DOCKER_HOST nor /var/run/docker.sock";
    }
}
