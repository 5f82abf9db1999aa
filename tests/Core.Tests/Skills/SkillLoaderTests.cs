using System.Diagnostics;
using SkillHost.Skills;
using Xunit.Abstractions;

namespace SkillHost.Tests.Skills;

public sealed class SkillLoaderTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Load_ThousandFolders_GivesEachInOrdinalOrder()
    {
        using SkillsFolder skills = new();
        for (int i = 0; i < 1000; i++)
        {
            skills.Write($"skill-{i}/skill.yaml", Manifest.Full.Replace("name: demo", $"name: skill-{i}", StringComparison.Ordinal));
        }

        var watch = Stopwatch.StartNew();
        IReadOnlyList<SkillLoadResult> results = await skills.LoadAsync();
        TimeSpan first = watch.Elapsed;
        await skills.LoadAsync();

        output.WriteLine($"1,000 folders: {first.TotalMilliseconds:0} ms, and again {(watch.Elapsed - first).TotalMilliseconds:0} ms");
        Assert.All(results, r => Assert.NotNull(r.Skill));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"skill-{i}").Order(StringComparer.Ordinal), results.Select(r => r.Folder));
    }

    [Fact]
    public async Task Load_MissingFolder_Throws() =>
        await Assert.ThrowsAsync<DirectoryNotFoundException>(
            () => SkillsFolder.NewLoader().LoadAsync("/nowhere/at/all", CancellationToken.None));

    [Fact]
    public async Task Load_Cancelled_Throws()
    {
        using SkillsFolder skills = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SkillsFolder.NewLoader().LoadAsync(skills.Root, new CancellationToken(true)));
    }

    [Fact]
    public async Task Load_FilesAndDotFolders_ArePassedOver()
    {
        using SkillsFolder skills = new();
        skills.Write("README.md", "about");
        skills.Write(".git/skill.yaml", "[]");
        File.CreateSymbolicLink(Path.Combine(skills.Root, "link.md"), "README.md");
        skills.Write("demo/skill.yaml", Manifest.Least);

        Assert.Equal(["demo"], (await skills.LoadAsync()).Select(r => r.Folder));
    }

    [Fact]
    public async Task Load_OwnDockerfile_IsASkillWithoutRuntime()
    {
        using SkillsFolder skills = new();
        skills.Write("demo/skill.yaml", Manifest.Least.Replace("runtime: python\n", "", StringComparison.Ordinal));
        skills.Write("demo/Dockerfile", "FROM scratch");

        SkillLoadResult result = await skills.LoadAsync("demo");

        Assert.Empty(result.Failures);
        Assert.Null(result.Skill!.Runtime);
    }

    [Fact]
    public async Task Load_FoldersOfTheWrongKind_SaysWhatIsMissing()
    {
        using SkillsFolder skills = new();
        skills.Write("_x/notes.txt", "");
        skills.Write("both/skill.yaml", Manifest.Named("both"));
        skills.Write("both/Dockerfile", "FROM scratch");
        skills.Write("empty/data.csv", "");
        skills.Write("neither/skill.yaml", Manifest.Named("neither").Replace("runtime: python\n", "", StringComparison.Ordinal));
        skills.Write("only-instructions/SKILL.md", "---\nname: only-instructions\n---\n");
        skills.Write("yml/skill.yml", Manifest.Named("yml"));

        IReadOnlyList<SkillLoadResult> results = await skills.LoadAsync();

        Texts.AssertExpected(Texts.Report(results.SelectMany(r => r.Failures)), "wrong-kind");
    }

    [Fact]
    public async Task Load_EverythingThisVersionDoesNotDo_IsReadAndRefusedInOneSentenceEach()
    {
        using SkillsFolder skills = new();
        skills.Write("wishes/skill.yaml", Manifest.Named("wishes") + """
                secrets: [{ name: TOKEN, as: file }]
                network: { allowHosts: ["*.example.com:443"] }
            isolation: shared
            limits: { in: 1m, out: 1m }
            network: { allowHosts: ["api.example.com:443"] }
            secrets: [{ name: TOKEN, as: env }]

            """);

        IReadOnlyList<SkillLoadResult> results = await skills.LoadAsync();

        Assert.All(results, r => Assert.Null(r.Skill));
        Texts.AssertExpected(Texts.Report(results.SelectMany(r => r.Failures)), "not-yet");
    }

    [Theory]
    [InlineData("runtime: python", SkillProtocol.Mcp)]
    [InlineData("runtime: python\nprotocol: mcp", SkillProtocol.Mcp)]
    [InlineData("runtime: python\nprotocol: mcp\nmodule: a.b", SkillProtocol.Mcp)]
    [InlineData("runtime: python\nprotocol: mcp\ncommand: [\"server\"]", SkillProtocol.Mcp)]
    [InlineData(
        "runtime: python\nfunctions: [{ name: f, description: D., inputSchema: { type: object }, command: [x] }]", SkillProtocol.Command)]
    [InlineData("runtime: python\nmodule: m\nfunctions: [{ name: f, description: D. }]", SkillProtocol.Mcp)]
    public async Task Load_Protocol_FollowsFromWhereTheFunctionsAre(string lines, SkillProtocol protocol)
    {
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(Manifest.WithoutFunctions + lines + "\n");

        Assert.Empty(result.Failures);
        Assert.Equal(protocol, result.Skill?.Protocol);
    }

    [Theory]
    [InlineData("runtime: python\nprotocol: command", "functions")]
    [InlineData("runtime: python\nprotocol: command\nmodule: m", "module")]
    [InlineData(
        "runtime: python\ncommand: [s]\nfunctions: [{ name: f, description: D., inputSchema: { type: object }, command: [x] }]", "command")]
    [InlineData("runtime: python\nprotocol: mcp\nfunctions: [{ name: f, description: D., command: [x] }]", "functions[0].command")]
    [InlineData("protocol: mcp", "command")]
    public async Task Load_ProtocolContradictsTheRest_IsRefusedThere(string lines, string path)
    {
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(Manifest.WithoutFunctions + lines + "\n");

        Assert.Contains(result.Failures, failure => failure.Path == path);
    }

    [Fact]
    public async Task Load_ManifestWrongInEveryPart_ReportsAllAtOnce()
    {
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync("""
            apiVersion: skillhost/v2
            name: dеmo
            version: 1.2
            descripton: Typo.
            runtime: python
            isolation: freshh
            warm: -1
            protocol: http
            limits: { cpu: 1, memory: 64MiB, timeout: 30 }
            network: { allowHost: [] }
            mounts: [{ source: /etc, target: /etc, access: rw }]
            secrets: [{ name: path, as: env }, { as: file }]
            functions:
              - name: 1st
                description: "two\nlines"
                inputSchema: { type: array }
                outputSchema: [text]
                annotations: { readonlyHint: true, destructiveHint: yes }
                command: python3 main.py
                examples: [{ argument: {} }]
              - name: second
                description: Right but for its command.
                inputSchema: { type: object }
                command: ["run", 5]
            name: again
            """);

        Texts.AssertExpected(Texts.Report(result.Failures), "all-at-once");
    }
}
