using SkillHost.Skills;

namespace SkillHost.Tests.Skills;

/// <summary>Schemas and examples of a manifest are checked when it loads, at their places.</summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task Load_SchemaThatIsNone_IsRefusedAtTheKeyword()
    {
        string manifest = Manifest.WithInFunction("outputSchema:\n  type: object\n  properties:\n    n: { type: nubmer, minimum: low }");

        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(manifest);

        Assert.Equal(
            ["functions[0].outputSchema.properties.n.minimum", "functions[0].outputSchema.properties.n.type"],
            result.Failures.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.All(result.Failures, f => Assert.Equal(14, f.Line));
    }

    [Fact]
    public async Task Load_MisspeltKeyword_IsRefusedAndAnExtensionIsNot()
    {
        string manifest = Manifest.WithInFunction(
            "outputSchema: { requird: [a], x-note: kept, properties: { requird: { type: string } } }");

        SkillFailure failure = Assert.Single((await SkillsFolder.LoadManifestAsync(manifest)).Failures);

        Assert.Equal("functions[0].outputSchema.requird", failure.Path);
        Assert.EndsWith("did you mean required?", failure.Wanted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ExampleThatMissesItsSchemas_IsRefusedAtTheValue()
    {
        string manifest = Manifest.WithInFunction("""
            outputSchema: { type: object, properties: { rows: { type: integer } } }
            examples:
              - { arguments: { who: 5 }, result: { rows: many } }
              - { arguments: { who: Ada }, result: { rows: 3 } }
              - { arguments: {} }
            """);

        SkillLoadResult result = await SkillsFolder.LoadManifestAsync(manifest);

        Assert.Equal(
            ["functions[0].examples[0].arguments.who", "functions[0].examples[0].result.rows", "functions[0].examples[2].arguments"],
            result.Failures.Select(f => f.Path));
    }

    [Fact]
    public async Task Load_ReferenceOutOfTheSchema_IsRefusedUnfetched()
    {
        string manifest = Manifest.WithInFunction("outputSchema: { $ref: \"http://127.0.0.1:9/schema.json\" }");

        SkillFailure failure = Assert.Single((await SkillsFolder.LoadManifestAsync(manifest)).Failures);

        Assert.StartsWith("functions[0].outputSchema", failure.Path, StringComparison.Ordinal);
    }
}
