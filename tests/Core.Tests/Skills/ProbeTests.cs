using SkillHost.Skills;

namespace SkillHost.Tests.Skills;

/// <summary>
/// Manifests that ask for what no skill may have or say what cannot be meant. Each must be refused by name, beside a skill that loads.
/// </summary>
public sealed class ProbeTests
{
    [Theory]
    [InlineData("privileged: true", "privileged")]
    [InlineData("capAdd: [SYS_ADMIN]", "capAdd")]
    [InlineData("securityOpt: [\"seccomp=unconfined\"]", "securityOpt")]
    [InlineData("network: host", "network")]
    [InlineData("network: container:other", "network")]
    [InlineData("pid: host", "pid")]
    [InlineData("user: \"0\"", "user")]
    [InlineData("dockerfile: \"../../other/Dockerfile\"", "dockerfile")]
    [InlineData("Limits: { memory: 64m }", "Limits")]
    [InlineData("limits: { nofile: 64 }", "limits.nofile")]
    [InlineData("limits: { Memory: 64m }", "limits.Memory")]
    public async Task Load_KeyThatWidens_IsRefusedByName(string line, string path) =>
        await AssertRefusedAsync(Manifest.With(line), path);

    [Theory]
    [InlineData("memory: -1", "limits.memory")]
    [InlineData("memory: 0", "limits.memory")]
    [InlineData("memory: 0m", "limits.memory")]
    [InlineData("memory: 1e309", "limits.memory")]
    [InlineData("memory: \"64MiB \"", "limits.memory")]
    [InlineData("memory: 64M", "limits.memory")]
    [InlineData("memory: \"64m\\0\"", "limits.memory")]
    [InlineData("memory: \" 64m\"", "limits.memory")]
    [InlineData("memory: 67108864", "limits.memory")]
    [InlineData("memory: 9999999999999999g", "limits.memory")]
    [InlineData("memory: ٦٤m", "limits.memory")]
    [InlineData("tmp: 1t", "limits.tmp")]
    [InlineData("output: m", "limits.output")]
    [InlineData("cpus: NaN", "limits.cpus")]
    [InlineData("cpus: .nan", "limits.cpus")]
    [InlineData("cpus: .inf", "limits.cpus")]
    [InlineData("cpus: 1e309", "limits.cpus")]
    [InlineData("cpus: 0", "limits.cpus")]
    [InlineData("cpus: -0.5", "limits.cpus")]
    [InlineData("cpus: \"0.5\"", "limits.cpus")]
    [InlineData("pids: 0", "limits.pids")]
    [InlineData("pids: 1.5", "limits.pids")]
    [InlineData("pids: 99999999999", "limits.pids")]
    [InlineData("timeout: 0", "limits.timeout")]
    [InlineData("timeout: 0s", "limits.timeout")]
    [InlineData("timeout: -1", "limits.timeout")]
    [InlineData("timeout: -1s", "limits.timeout")]
    [InlineData("timeout: 1e12", "limits.timeout")]
    [InlineData("timeout: \"5s \"", "limits.timeout")]
    [InlineData("timeout: 5", "limits.timeout")]
    [InlineData("timeout: 1h", "limits.timeout")]
    [InlineData("timeout: 999999999999999999m", "limits.timeout")]
    [InlineData("timeout:", "limits.timeout")]
    public async Task Load_LimitThatIsNone_IsRefused(string limit, string path) =>
        await AssertRefusedAsync(Manifest.With($"limits: {{ {limit} }}"), path);

    [Theory]
    [InlineData("timeout: 1s", "timeout: 500ms")]
    [InlineData("memory: 64m", "memory: 65536k")]
    [InlineData("cpus: 1", "cpus: 0.25")]
    public async Task Load_LimitInItsUnit_IsRead(string one, string other)
    {
        Assert.Empty((await SkillsFolder.LoadManifestAsync(Manifest.With($"limits: {{ {one} }}"))).Failures);
        Assert.Empty((await SkillsFolder.LoadManifestAsync(Manifest.With($"limits: {{ {other} }}"))).Failures);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("A B")]
    [InlineData("con")]
    [InlineData("com1")]
    [InlineData("skillhost")]
    [InlineData("Demo")]
    [InlineData("-demo")]
    [InlineData("demo-")]
    [InlineData("de--mo")]
    [InlineData("de_mo")]
    [InlineData("dеmo")] // The second letter is Cyrillic.
    [InlineData("\"x\\ny\"")]
    [InlineData("\"demo\\n\"")]
    [InlineData("\"\"")]
    [InlineData("12")]
    [InlineData("null")]
    [InlineData("other")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Load_SkillNameAgainstTheRules_IsRefused(string name) =>
        await AssertRefusedAsync(Manifest.Replacing("name", $"name: {name}"), "name");

    [Theory]
    [InlineData("con")]
    [InlineData("x\ny")]
    [InlineData("A B")]
    [InlineData("_x")]
    public async Task Load_FolderNameAgainstTheRules_IsRefusedWhateverTheManifestSays(string folder)
    {
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(Manifest.Least, folder);

        Assert.Null(result.Skill);
        Assert.Contains(result.Failures, f => f.Seen.StartsWith("a folder called", StringComparison.Ordinal));
        Assert.All(result.Failures, f => Assert.DoesNotContain('\n', f.ToString()));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("Hello")]
    public async Task Load_SecondFunctionOfTheSameName_IsRefused(string name)
    {
        string second = $"  - name: {name}\n    description: Twice.\n    inputSchema: {{ type: object }}\n    command: [a]\n";

        await AssertRefusedAsync(Manifest.Least + second, "functions[1].name");
        Assert.Empty(
            (await SkillsFolder.LoadManifestAsync(Manifest.Least + second.Replace(name, "other", StringComparison.Ordinal))).Failures);
    }

    [Theory]
    [InlineData("zero\\u200bwidth", "U+200B")]
    [InlineData("bidi \\u202e", "U+202E")]
    [InlineData("mark \\uFEFF", "U+FEFF")]
    [InlineData("colour \\e[31m", "U+001B")]
    [InlineData("nul \\0", "U+0000")]
    [InlineData("tag \\U000E0041", "U+E0041")]
    [InlineData("tab \\t", "U+0009")]
    public async Task Load_DescriptionWithHiddenCharacter_IsRefusedNamingIt(string text, string codePoint)
    {
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(Manifest.Replacing("description", $"description: \"{text}\""));

        SkillFailure failure = Assert.Single(result.Failures);
        Assert.Equal("description", failure.Path);
        Assert.Contains(codePoint, failure.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_HiddenCharacterInSchemaText_IsRefused() =>
        await AssertRefusedAsync(
            Manifest.WithInFunction("outputSchema: { description: \"a\\u200b\" }"), "functions[0].outputSchema.description");

    [Fact]
    public async Task Load_RawHiddenCharacterAnywhere_IsRefusedAtItsPlace()
    {
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(Manifest.Least + "# a\u202Eb\n");

        SkillFailure failure = Assert.Single(result.Failures);
        Assert.Equal((11, 4), (failure.Line, failure.Column));
        Assert.Contains("U+202E", failure.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_LongDescription_IsRefusedAndTheLongestIsNot()
    {
        await AssertRefusedAsync(Manifest.Replacing("description", "description: " + new string('d', 1025)), "description");
        await AssertRefusedAsync(Manifest.Replacing("description", "description: " + new string('d', 100_000)), "description");
        string longest = Manifest.Replacing("description", "description: " + new string('d', 1024));
        Assert.Empty((await SkillsFolder.LoadManifestAsync(longest)).Failures);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/var/run/docker.sock")]
    [InlineData("/etc")]
    [InlineData("/proc/self/root")]
    [InlineData("../data")]
    [InlineData("~")]
    [InlineData("$HOME")]
    [InlineData("data:/x:rw")]
    [InlineData("\"data\\0\"")]
    [InlineData("\"data\\n\"")]
    [InlineData("\"data,propagation=shared\"")]
    public async Task Load_MountSourceThatIsNoName_IsRefused(string source) =>
        await AssertRefusedAsync(Manifest.With($"mounts: [{{ source: {source}, target: /data }}]"), "mounts[0].source");

    [Theory]
    [InlineData("type: volume", "mounts[0].type")]
    [InlineData("driver_opts: { o: bind, device: /etc, type: none }", "mounts[0].driver_opts")]
    [InlineData("propagation: shared", "mounts[0].propagation")]
    [InlineData("access: rw", "mounts[0].access")]
    public async Task Load_MountOptionSmuggled_IsRefused(string option, string path) =>
        await AssertRefusedAsync(Manifest.With($"mounts: [{{ source: data, target: /data, {option} }}]"), path);

    [Theory]
    [InlineData("/")]
    [InlineData("/proc")]
    [InlineData("/etc")]
    [InlineData("/dev/shm")]
    [InlineData("/sbin/docker-init")]
    [InlineData("/tmp/../etc")]
    [InlineData("/tmp")]
    [InlineData("/.skillhost")]
    [InlineData("/skill/code")]
    [InlineData("/out")]
    [InlineData("/data/")]
    [InlineData("//data")]
    [InlineData("/data/./x")]
    [InlineData("data")]
    [InlineData("\"/data:rw\"")]
    [InlineData("\"/da,ta\"")]
    [InlineData("\"/da\\0ta\"")]
    [InlineData("\"/da\\nta\"")]
    public async Task Load_MountTargetTheContainerUses_IsRefused(string target) =>
        await AssertRefusedAsync(Manifest.With($"mounts: [{{ source: data, target: {target} }}]"), "mounts[0].target");

    [Fact]
    public async Task Load_MountTargetsWithinEachOther_AreRefused()
    {
        string mounts = "mounts: [{ source: a, target: /data }, { source: b, target: /data/b }]";

        await AssertRefusedAsync(Manifest.With(mounts), "mounts[1].target");
        string apart = mounts.Replace("/data/b", "/data-b", StringComparison.Ordinal);
        Assert.Empty((await SkillsFolder.LoadManifestAsync(Manifest.With(apart))).Failures);
    }

    [Theory]
    [InlineData("other-skill/KEY")]
    [InlineData("\"*\"")]
    [InlineData("../KEY")]
    [InlineData("key")]
    [InlineData("LD_PRELOAD")]
    [InlineData("HTTP_PROXY")]
    public async Task Load_SecretNameThatIsNone_IsRefused(string name) =>
        await AssertRefusedAsync(Manifest.With($"secrets: [{{ name: {name}, as: env }}]"), "secrets[0].name");

    [Theory]
    [InlineData("\"*\"")]
    [InlineData("\"*:443\"")]
    [InlineData("\"*.com:443\"")]
    [InlineData("\"169.254.169.254:80\"")]
    [InlineData("\"0x7f.1:80\"")]
    [InlineData("\"2130706433:80\"")]
    [InlineData("\"[::1]:80\"")]
    [InlineData("\"localhost:80\"")]
    [InlineData("\"good.test\"")]
    [InlineData("\"good.test:0\"")]
    [InlineData("\"good.test:99999\"")]
    [InlineData("\"GOOD.test:443\"")]
    [InlineData("\"good.test.:443\"")]
    [InlineData("\"user@good.test:443\"")]
    public async Task Load_AllowedHostThatIsNone_IsRefused(string entry) =>
        await AssertRefusedAsync(Manifest.With($"network: {{ allowHosts: [{entry}] }}"), "network.allowHosts[0]");

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{ allowHosts: [] }")]
    [InlineData("none")]
    public async Task Load_EmptyNetwork_MeansNone(string network)
    {
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(Manifest.With($"network: {network}"));

        Assert.Empty(result.Failures);
        Assert.False(result.Skill!.Policy.Network!.Bridge);
        Assert.Empty(result.Skill.Policy.Network.AllowHosts);
    }

    private static async Task AssertRefusedAsync(string manifest, string path)
    {
        using SkillsFolder skills = new();
        skills.Write("demo/skill.yaml", manifest);
        skills.Write("good/skill.yaml", Manifest.Named("good"));

        IReadOnlyList<SkillLoadResult> results = await skills.LoadAsync();

        Assert.Null(results[0].Skill);
        Assert.Contains(results[0].Failures, f => f.Path == path);
        Assert.NotNull(results[1].Skill);
    }
}
