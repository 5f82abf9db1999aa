using System.Text.Json;
using SkillHost.Skills;

namespace SkillHost.Tests.Skills;

public sealed class ManifestTests
{
    [Fact]
    public async Task Load_LeastManifest_GivesSkillWithDefaults()
    {
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(Manifest.Least);

        Assert.Empty(result.Failures);
        Assert.Equal(new SkillName("demo"), result.Skill!.Name);
        Assert.Equal(SkillIsolation.Fresh, result.Skill.Isolation);
        Assert.Equal(SkillProtocol.Command, result.Skill.Protocol);
        Assert.Equal(new LimitRequest(), result.Skill.Policy.Limits);
        Assert.Null(result.Skill.Policy.Network);
        Assert.Null(result.Skill.Policy.Mounts);
        Assert.Equal(["python3", "hello.py"], Assert.Single(result.Skill.Functions).Command);
    }

    [Fact]
    public async Task Load_FullManifest_GivesEveryValue()
    {
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(Manifest.Full);

        Assert.Empty(result.Failures);
        Skill skill = result.Skill!;
        Assert.Equal("Summarises CSV text, line by line.", skill.Description);
        Assert.Equal("1.2.0-rc.1+build.5", skill.Version);
        Assert.Equal(
            new LimitRequest
            {
                Cpus = 0.5,
                MemoryBytes = 128 << 20,
                Pids = 64,
                Timeout = TimeSpan.FromSeconds(30),
                TmpBytes = 16 << 20,
                OutputBytes = 1 << 20,
            },
            skill.Policy.Limits);
        Assert.Equal([new MountRequest("datasets", "/data", false)], skill.Policy.Mounts);
        Assert.Empty(skill.Policy.Secrets!);
        FunctionDefinition function = Assert.Single(skill.Functions);
        Assert.Equal(TimeSpan.FromMilliseconds(500), function.Policy.Limits.Timeout);
        Assert.Empty(function.Policy.Network!.AllowHosts);
        Assert.Equal("Summarise", function.Annotations.Title);
        Assert.True(function.Annotations is { ReadOnlyHint: true, DestructiveHint: false, IdempotentHint: true, OpenWorldHint: false });
        Assert.Equal("""{"csv":"a\n1"}""", Assert.Single(function.Examples).Arguments.GetRawText());
        Assert.Equal(new SourcePlace(11, 30), skill.Source.Places["limits.memory"]);
    }

    [Fact]
    public async Task Load_ByteOrderMark_IsRefusedWhereTheSameTextLoads()
    {
        using SkillsFolder skills = new();
        byte[] text = System.Text.Encoding.UTF8.GetBytes(Manifest.Least);
        skills.Write("demo/skill.yaml", text);
        Assert.NotNull((await skills.LoadAsync("demo")).Skill);

        skills.Write("demo/skill.yaml", [0xEF, 0xBB, 0xBF, .. text]);

        Assert.Equal("a byte order mark", Assert.Single((await skills.LoadAsync("demo")).Failures).Seen);
    }

    [Theory]
    [InlineData("\"5\"", "\"5\"")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("5", "5")]
    [InlineData("+5", "5")]
    [InlineData("007", "7")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("1.10", "1.10")]
    [InlineData(".5", "0.5")]
    [InlineData("-3.e2", "-3e2")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("2026-11-20", "\"2026-11-20\"")]
    [InlineData("True", "true")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("[1, {a: b}]", "[1,{\"a\":\"b\"}]")]
    public async Task Schema_YamlValue_BecomesJsonByTheCoreSchema(string yaml, string json)
    {
        string manifest = Manifest.WithInFunction($"outputSchema:\n  default: {yaml}");

        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(manifest);

        Assert.Empty(result.Failures);
        JsonElement schema = result.Skill!.Functions[0].OutputSchema!.Value;
        Assert.Equal(json, schema.GetProperty("default").GetRawText());
    }
}
