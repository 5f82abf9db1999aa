namespace SkillHost.App.Tests.Running;

/// <summary>Skill folders that the tests write.</summary>
internal static class Samples
{
    /// <summary>A valid manifest of a bash skill with one function, <c>run</c>, whose script is <paramref name="script"/>.</summary>
    public static SkillsFolder WriteBash(this SkillsFolder folder, string name, string script, string more = "") => folder
        .Write($"skills/{name}/run.sh", script)
        .Write($"skills/{name}/skill.yaml", $$"""
            apiVersion: skillhost/v1
            name: {{name}}
            version: 1.0.0
            description: A skill of the tests.
            runtime: bash
            functions:
              - name: run
                description: Does what its script says.
                inputSchema: { type: object, properties: { text: { type: string }, count: { type: integer } } }
                command: ["bash", "run.sh"]
                limits: { timeout: 20s }
            {{more}}
            """);

    /// <summary>Two functions of different limits, and two folders with faults.</summary>
    public static SkillsFolder WriteMixed(this SkillsFolder folder) => folder
        .WriteBash("alpha", "echo alpha")
        .Write("skills/beta/Dockerfile", "FROM scratch\n")
        .Write("skills/beta/skill.yaml", """
            apiVersion: skillhost/v1
            name: beta
            version: 2.1.0
            description: A skill with its own Dockerfile.
            limits: { memory: 64m, cpus: 0.25, pids: 16, timeout: 1500ms }
            functions:
              - name: add
                description: Adds two numbers.
                inputSchema: { type: object, required: [a, b], properties: { a: { type: number }, b: { type: number } } }
                outputSchema: { type: number }
                command: ["/add"]
            """)
        .Write("skills/gamma/skill.yaml", """
            apiVersion: skillhost/v1
            name: gama
            version: 1.0.0
            description: A skill with faults.
            runtime: bash
            limits: { memroy: 64m, timeout: soon }
            functions:
              - name: run
                description: Never runs.
                inputSchema: { type: object }
                command: []
            """)
        .Write("skills/delta/notes.txt", "no manifest here\n");
}
