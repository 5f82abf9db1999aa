using System.Runtime.CompilerServices;
using System.Text.Json;
using SkillHost.Schemas;
using SkillHost.Skills;

namespace SkillHost.Tests.Skills;

/// <summary>The schema that editors use says what the reader does.</summary>
public sealed class ManifestSchemaTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(File.ReadAllText(SchemaFile()));

    [Theory]
    [InlineData("", "zzz: 1")]
    [InlineData("$defs/limits", "limits: { zzz: 1 }")]
    [InlineData("$defs/network/anyOf/2", "network: { zzz: 1 }")]
    [InlineData("$defs/mounts/items", "mounts: [{ zzz: 1 }]")]
    [InlineData("$defs/secrets/items", "secrets: [{ zzz: 1 }]")]
    [InlineData("$defs/function", "zzz: 1", true)]
    [InlineData("$defs/function/properties/annotations", "annotations: { zzz: 1 }", true)]
    [InlineData("$defs/function/properties/examples/items", "examples: [{ zzz: 1 }]", true)]
    public async Task Schema_KeysOfASection_AreThoseTheReaderKnows(string place, string line, bool inFunction = false)
    {
        string manifest = inFunction ? Manifest.WithInFunction(line) : Manifest.With(line);
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(manifest);
        string known = result.Failures.Single(f => f.Seen == "the unknown key \"zzz\"").Wanted["one of ".Length..];

        JsonElement section = At(place);

        Assert.Equal(known.Split(", ").Order(StringComparer.Ordinal), Keys(section.GetProperty("properties")));
        Assert.False(section.GetProperty("additionalProperties").GetBoolean());
    }

    [Theory]
    [InlineData("limits: { cpus: 1, memory: 16m, timeout: 90s }")]
    [InlineData("network: null")]
    [InlineData("network: {}")]
    [InlineData("network: none")]
    [InlineData("network: bridge")]
    [InlineData("network: { allowHosts: [] }")]
    [InlineData("mounts: []")]
    [InlineData("mounts: [{ source: data-1, target: /data/x.y }]")]
    [InlineData("isolation: fresh")]
    [InlineData("warm: 0")]
    public async Task Schema_WhatLoads_IsValid(string line)
    {
        await AssertAgreesAsync(Manifest.With(line), valid: true);
        await AssertAgreesAsync(Manifest.Full, valid: true);
    }

    [Theory]
    [InlineData("runtime: python", true)]
    [InlineData("runtime: python\nmodule: a.b", true)]
    [InlineData("runtime: python\nprotocol: mcp\ncommand: [server]", true)]
    [InlineData("runtime: node\nprotocol: mcp\nfunctions: [{ name: f, description: D. }]", true)]
    [InlineData("runtime: python\nprotocol: command", false)]
    [InlineData("runtime: python\nprotocol: command\nmodule: m", false)]
    [InlineData("runtime: python\nfunctions: [{ name: f, description: D. }]", false)]
    [InlineData("runtime: python\nprotocol: mcp\nfunctions: [{ name: f, description: D., command: [x] }]", false)]
    [InlineData("protocol: mcp", false)]
    public async Task Schema_WhereFunctionsAreFound_IsValidAsItLoads(string lines, bool valid) =>
        await AssertAgreesAsync(Manifest.WithoutFunctions + lines + "\n", valid);

    [Theory]
    [InlineData("privileged: true")]
    [InlineData("isolation: frozen")]
    [InlineData("warm: 17")]
    [InlineData("warm: \"1\"")]
    [InlineData("protocol: http")]
    [InlineData("module: a-b")]
    [InlineData("limits:")]
    [InlineData("limits: { cpus: 0 }")]
    [InlineData("limits: { cpus: \"1\" }")]
    [InlineData("limits: { memory: 64M }")]
    [InlineData("limits: { memory: 0m }")]
    [InlineData("limits: { memory: 67108864 }")]
    [InlineData("limits: { pids: 0 }")]
    [InlineData("limits: { timeout: 1h }")]
    [InlineData("limits: { timeout: 30 }")]
    [InlineData("network: host")]
    [InlineData("network: []")]
    [InlineData("network: { allowHosts: [\"*\"] }")]
    [InlineData("network: { allowHosts: [\"*.com:443\", 5] }")]
    [InlineData("mounts: {}")]
    [InlineData("mounts: [{ source: /etc, target: /data }]")]
    [InlineData("mounts: [{ source: data, target: /etc }]")]
    [InlineData("mounts: [{ source: data, target: /data/../x }]")]
    [InlineData("mounts: [{ source: data, target: /.x }]")]
    [InlineData("mounts: [{ source: data, target: /data, access: rw }]")]
    [InlineData("mounts: [{ source: data }]")]
    [InlineData("secrets: [{ name: a, as: env }]")]
    [InlineData("secrets: [{ name: A }]")]
    public async Task Schema_WhatDoesNotLoad_IsInvalid(string line) => await AssertAgreesAsync(Manifest.With(line), valid: false);

    [Theory]
    [InlineData("apiVersion", "apiVersion: v1")]
    [InlineData("name", "name: con")]
    [InlineData("name", "name: Demo")]
    [InlineData("name", "name: de--mo")]
    [InlineData("version", "version: \"1.2\"")]
    [InlineData("version", "version: 01.2.3")]
    [InlineData("description", "description: \" \"")]
    [InlineData("description", "")]
    [InlineData("runtime", "runtime: Python")]
    public async Task Schema_WrongTopLevelValue_IsInvalid(string key, string line) =>
        await AssertAgreesAsync(Manifest.Replacing(key, line), valid: false);

    [Theory]
    [InlineData("inputSchema: { type: object, required: [who], properties: { who: { type: string } } }", "inputSchema: { type: array }")]
    [InlineData("required: [who]", "required: who")]
    [InlineData("name: hello", "name: 1st")]
    [InlineData("name: hello", "name: he-llo")]
    [InlineData("[\"python3\", \"hello.py\"]", "[]")]
    [InlineData("[\"python3\", \"hello.py\"]", "python3")]
    [InlineData("[\"python3\", \"hello.py\"]", "[python3, 3]")]
    public async Task Schema_WrongFunction_IsInvalid(string right, string wrong) =>
        await AssertAgreesAsync(Manifest.Least.Replace(right, wrong, StringComparison.Ordinal), valid: false);

    private static async Task AssertAgreesAsync(string manifest, bool valid)
    {
        JsonElement json = await ToJsonAsync(manifest);

        Assert.Equal(valid, (await SkillsFolder.LoadManifestAsync(manifest)).Skill is not null);
        Assert.Equal(valid, JsonSchema.Compile(Schema).IsValid(json));
    }

    // By the reader itself, which turns the arguments of an example into JSON.
    private static async Task<JsonElement> ToJsonAsync(string manifest)
    {
        string indented = string.Concat(manifest.Split('\n').Select(line => "          " + line + "\n"));
        string carrier = Manifest.Least.Replace("required: [who], ", "", StringComparison.Ordinal)
            + "    examples:\n      - arguments:\n" + indented;
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(carrier);
        Assert.Empty(result.Failures);
        return result.Skill!.Functions[0].Examples[0].Arguments;
    }

    private static JsonElement At(string place) => place.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(Schema, (at, part) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(part, null)] : at.GetProperty(part));

    private static IEnumerable<string> Keys(JsonElement properties) => properties.EnumerateObject().Select(p => p.Name).Order(
        StringComparer.Ordinal);

    private static string SchemaFile([CallerFilePath] string caller = "") =>
        Path.Combine(Path.GetDirectoryName(caller)!, "..", "..", "..", "docs", "skill.schema.json");
}
