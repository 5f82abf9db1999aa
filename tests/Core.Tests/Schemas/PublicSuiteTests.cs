using System.Text.Json;
using SkillHost.Schemas;

namespace SkillHost.Core.Tests.Schemas;

public sealed class PublicSuiteTests
{
    public static TheoryData<string> Files => [.. PublicSuite.Files];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Validate_EveryCaseOfTheFile_AgreesWithTheSuite(string file)
    {
        Skip.If(PublicSuite.Missing is not null, PublicSuite.Missing);

        List<string> wrong = [];
        int cases = 0;
        foreach (JsonElement group in PublicSuite.Read(file).EnumerateArray())
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                cases++;
                string name = $"{file}: {group.GetProperty("description")}: {test.GetProperty("description")}";
                if (Run(group.GetProperty("schema"), test.GetProperty("data"), test.GetProperty("valid").GetBoolean()) is { } problem)
                {
                    wrong.Add($"{name}: {problem}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(cases > 0, $"{file} holds no case");
    }

    private static string? Run(JsonElement schema, JsonElement data, bool wanted)
    {
        try
        {
            JsonSchema compiled = JsonSchema.Compile(schema, PublicSuite.Remotes);
            IReadOnlyList<SchemaViolation> violations = compiled.Validate(data);
            bool agrees = violations.Count == 0 == wanted && compiled.IsValid(data) == wanted;
            bool explained = violations.All(v => v.Keyword.Length > 0 && v.Message.Length > 0);
            return agrees && explained ? null : $"wanted valid: {wanted}, got: {string.Join("; ", violations)}";
        }
        catch (JsonSchemaException exception)
        {
            return exception.Message;
        }
    }
}
