using System.Runtime.CompilerServices;
using System.Text.Json;
using SkillHost.Skills;
using SkillHost.Tests.Policies;

namespace SkillHost.Tests.Skills;

/// <summary>What the documents show works.</summary>
public sealed class ManifestDocumentTests
{
    [Fact]
    public async Task Manual_ItsManifest_Loads()
    {
        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(Block("manifest.md", "yaml"), "csv-summary");

        Assert.Empty(result.Failures);
    }

    [Fact]
    public void Manual_EveryKeyOfTheSchema_IsInATable()
    {
        string[] rows = [.. File.ReadAllLines(Document("manifest.md")).Where(line => line.StartsWith('|'))];
        var schema = JsonElement.Parse(File.ReadAllText(Document("skill.schema.json")));
        string[] keys = [.. Keys(schema).Distinct().Except(["type"])]; // That one is of the schemas in a manifest.

        Assert.True(keys.Length > 30);
        Assert.All(keys, key => Assert.Contains(rows, row => row.Contains(key + '`', StringComparison.Ordinal)));
    }

    [Fact]
    public void Manual_ItsPolicies_AreRight()
    {
        JsonElement policies = JsonElement.Parse(Block("policies.md", "json")).GetProperty("SkillHost").GetProperty("Policies");

        PolicyHost host = new(policies.GetRawText());

        Assert.Empty(host.Errors());
        Assert.True(host.Options.Skills["web-check"].AllowBridge);
    }

    private static IEnumerable<string> Keys(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(p =>
            p.Name == "properties" ? p.Value.EnumerateObject().SelectMany(key => Keys(key.Value).Prepend(key.Name)) : Keys(p.Value)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(Keys),
        _ => [],
    };

    private static string Block(string document, string language)
    {
        string text = File.ReadAllText(Document(document));
        int start = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string Document(string name, [CallerFilePath] string caller = "") =>
        Path.Combine(Path.GetDirectoryName(caller)!, "..", "..", "..", "docs", name);
}
