using System.Security.Cryptography;

namespace SkillHost.App.Cli.Doctoring.Proving;

/// <summary>
/// A skill made for the time of one look: an image from nothing whose functions are process 1's own probes, so that it can be built on any
/// engine without a base image and without a network. Deleted at the end.
/// </summary>
internal sealed class ProbeFolder : IDisposable
{
    private const string Init = "/.skillhost/init";
    private readonly string _root = Directory.CreateTempSubdirectory("skillhost-doctor-").FullName;

    public ProbeFolder()
    {
        Directory.CreateDirectory(Path.Combine(Skills, Name));
        File.WriteAllText(Path.Combine(Skills, Name, "Dockerfile"), "FROM scratch\nCOPY skill.yaml /skill.yaml\n");
        File.WriteAllText(Path.Combine(Skills, Name, "skill.yaml"), Manifest());
    }

    /// <summary>Name of the skill; two doctors at once do not meet.</summary>
    public string Name { get; } = $"doctor-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    /// <summary>Folder of the skills.</summary>
    public string Skills => Path.Combine(_root, "skills");

    /// <summary>Settings that let the probes run whatever the operator's own say of skills, and leave the host's state alone.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["SkillHost:StateFolder"] = Path.Combine(_root, "state"),
        ["SkillHost:Approval:Lock"] = "off",
        ["SkillHost:Images:ApprovedBases:999"] = "scratch",
        [$"SkillHost:Policies:Skills:{Name}:Ceilings:Cpus"] = "1",
        [$"SkillHost:Policies:Skills:{Name}:Ceilings:Memory"] = "64m",
        [$"SkillHost:Policies:Skills:{Name}:Ceilings:Pids"] = "32",
        [$"SkillHost:Policies:Skills:{Name}:Ceilings:Timeout"] = "10s",
        [$"SkillHost:Policies:Skills:{Name}:Ceilings:Tmp"] = "4m",
        [$"SkillHost:Policies:Skills:{Name}:Ceilings:Output"] = "64k",
    };

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Manifest() =>
        $$"""
        apiVersion: skillhost/v1
        name: {{Name}}
        version: 1.0.0
        description: Tries what a container should forbid.
        limits: { cpus: 1, memory: 64m, pids: 32, timeout: 10s, tmp: 4m, output: 64k }
        network: none
        functions:

        """
        + Function("memory_within", "memory", 16) + Function("memory_over", "memory", 256)
        + Function("threads", "threads", 200)
        + Function("spin_wide", "spin", 1000) + Function("spin_narrow", "spin", 1000, "cpus: 0.1")
        + Function("network", "network") + Function("files", "files") + Function("fill", "fill") + Function("privileges", "privileges")
        + Function("sleep_within", "sleep", 100) + Function("sleep_over", "sleep", 60_000, "timeout: 1s");

    private static string Function(string name, string probe, int? number = null, string limits = "") =>
        $$"""
          - name: {{name}}
            description: Runs a probe.
            inputSchema: { type: object }
            outputSchema: { type: object }
            command: ["{{Init}}", "--probe", "{{probe}}"{{(number is null ? "" : $", \"{number}\"")}}]
            limits: { {{limits}} }

        """;
}
