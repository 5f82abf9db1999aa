using System.Diagnostics;

namespace SkillHost.Bench;

/// <summary>How long it takes to find, read and check a thousand skills.</summary>
internal static class DiscoveryBench
{
    public static async Task RunAsync(string imagesFolder, int skills, int runs)
    {
        Report.Section($"discovery of {skills} skills");
        DirectoryInfo folder = MakeSkills(skills);
        try
        {
            Samples load = new($"load {skills} skills: read, validate, work out policies", "ms");
            for (int i = 0; i < runs; i++)
            {
                await using var host = new BenchHost(folder.FullName, imagesFolder);
                long start = Stopwatch.GetTimestamp();
                int found = (await host.LoadAsync()).Skills.Count;
                load.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                _ = found == skills ? found : throw new InvalidOperationException($"Loaded {found} of {skills}.");
            }

            Report.Show(load);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static DirectoryInfo MakeSkills(int count)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("skillhost-bench-");
        for (int i = 0; i < count; i++)
        {
            DirectoryInfo skill = folder.CreateSubdirectory($"skill-{i}");
            File.WriteAllText(Path.Combine(skill.FullName, "run.sh"), $"#!/bin/bash\necho {i}\n");
            File.WriteAllText(Path.Combine(skill.FullName, "skill.yaml"), $$"""
                apiVersion: skillhost/v1
                name: skill-{{i}}
                version: 1.0.0
                description: Skill number {{i}}.
                runtime: bash
                limits: { cpus: 0.5, memory: 64m, pids: 32, timeout: 10s }
                functions:
                  - name: first
                    description: Says its number.
                    inputSchema: { type: object, required: [text], properties: { text: { type: string, maxLength: 100 } } }
                    command: ["bash", "run.sh"]
                  - name: second
                    description: Says it again.
                    inputSchema: { type: object, properties: { count: { type: integer, minimum: 1, maximum: 9 } } }
                    command: ["bash", "run.sh", "again"]
                """);
        }

        return folder;
    }
}
