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
                wrong.AddRange(Run(group, test).Select(w => $"{file}: {group.GetProperty("description")}: {test.GetProperty("description")}: {w}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(cases > 0, $"{file} holds no case");
    }

    private static string[] Run(JsonElement group, JsonElement test)
    {
        bool wanted = test.GetProperty("valid").GetBoolean();
        IReadOnlyList<SchemaViolation> violations;
        bool valid;
        try
        {
            JsonSchema schema = JsonSchema.Compile(group.GetProperty("schema"), PublicSuite.Remotes);
            violations = schema.Validate(test.GetProperty("data"));
            valid = schema.IsValid(test.GetProperty("data"));
        }
        catch (JsonSchemaException exception)
        {
            return [exception.Message];
        }

        string[] problems = [.. violations.Count == 0 == wanted && valid == wanted ? Array.Empty<string>() : [$"wanted valid: {wanted}, got: {string.Join("; ", violations)}"]];
        return violations.Any(v => v.Keyword.Length == 0) ? [.. problems, $"without a keyword: {violations[0]}"] : problems;
    }
}
