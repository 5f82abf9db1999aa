using System.Text.Json.Nodes;

namespace SkillHost.Docker.Baseline;

/// <summary>The system calls a container may make: an allow-list of our own, kept readable in <c>seccomp.json</c>.</summary>
internal sealed class SeccompProfile
{
    private const string Resource = "seccomp.json";

    /// <summary>Reads the profile and leaves out what is there for readers only.</summary>
    public SeccompProfile()
    {
        using var stream = typeof(SeccompProfile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the assembly holds no {Resource}");
        var profile = JsonNode.Parse(stream)!.AsObject(); // a resource of this assembly, never null
        foreach (var rule in profile["syscalls"]!.AsArray())
        {
            rule!.AsObject().Remove("comment");
        }

        Text = profile.ToJsonString();
    }

    /// <summary>The profile in the engine's notation, compact.</summary>
    public string Text { get; }
}
