namespace SkillHost.Tests.Skills;

/// <summary>A right manifest, and ways to make it wrong.</summary>
internal static class Manifest
{
    /// <summary>The least that loads, for a folder called <c>demo</c>.</summary>
    public const string Least = """
        apiVersion: skillhost/v1
        name: demo
        version: 1.0.0
        description: Says hello.
        runtime: python
        functions:
          - name: hello
            description: Greets one person.
            inputSchema: { type: object, required: [who], properties: { who: { type: string } } }
            command: ["python3", "hello.py"]

        """;

    /// <summary>Every key this version enforces, filled.</summary>
    public const string Full = """
        apiVersion: skillhost/v1
        name: demo
        version: 1.2.0-rc.1+build.5
        description: >
          Summarises CSV text,
          line by line.
        runtime: python
        isolation: fresh
        warm: 0
        protocol: command
        limits: { cpus: 0.5, memory: 128m, pids: 64, timeout: 30s, tmp: 16m, output: 1m }
        network: none
        mounts: [{ source: datasets, target: /data, access: read }]
        secrets: []
        functions:
          - name: summarise
            description: Column types, counts, ranges.
            inputSchema: { type: object, required: [csv], properties: { csv: { type: string } } }
            outputSchema: { type: object }
            annotations: { title: Summarise, readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false }
            command: ["python3", "summarise.py"]
            limits: { timeout: 500ms }
            network: { allowHosts: [] }
            mounts: []
            secrets: []
            examples: [{ arguments: { csv: "a\n1" }, result: { rows: 1 } }]

        """;

    /// <summary>The beginning of <see cref="Least"/>: neither runtime nor functions.</summary>
    public static string WithoutFunctions => Least[..Least.IndexOf("runtime", StringComparison.Ordinal)];

    /// <summary><see cref="Least"/> for another folder.</summary>
    public static string Named(string name) => Least.Replace("name: demo", $"name: {name}", StringComparison.Ordinal);

    /// <summary><see cref="Least"/> with lines added at the top level.</summary>
    public static string With(string lines) => Least + lines + "\n";

    /// <summary><see cref="Least"/> with one top-level line replaced.</summary>
    public static string Replacing(string key, string line) =>
        string.Join('\n', Least.Split('\n').Select(l => l.StartsWith(key + ":", StringComparison.Ordinal) ? line : l));

    /// <summary><see cref="Least"/> with lines added to its function.</summary>
    public static string WithInFunction(string lines) => Least + string.Join('\n', lines.Split('\n').Select(l => "    " + l)) + "\n";
}
