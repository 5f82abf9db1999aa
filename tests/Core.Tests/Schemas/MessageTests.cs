using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using SkillHost.Schemas;

namespace SkillHost.Core.Tests.Schemas;

/// <summary>Each file in <c>Expected</c> lists schemas and values, each followed by exactly what is said about it.</summary>
public sealed class MessageTests
{
    private const string Schema = "schema ";
    private const string Value = "value  ";
    private const string Message = "       ";

    [Theory]
    [InlineData("alternatives.txt")]
    [InlineData("arrays.txt")]
    [InlineData("numbers-and-texts.txt")]
    [InlineData("objects.txt")]
    [InlineData("types-and-values.txt")]
    public void Validate_ValueMissesSchema_SaysWhatTheFileExpects(string file)
    {
        string expected = Read(file);

        JsonSchema schema = JsonSchema.Compile(JsonElement.Parse("true"));
        string actual = Replay(expected, line =>
        {
            schema = line.StartsWith(Schema, StringComparison.Ordinal) ? JsonSchema.Compile(Json(line)) : schema;
            return line.StartsWith(Value, StringComparison.Ordinal) ? schema.Validate(Json(line)).Select(v => v.ToString()) : [];
        });

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Compile_SchemaIsWrong_SaysWhatTheFileExpects()
    {
        string expected = Read("schema-problems.txt");

        string actual = Replay(expected, line => line.Length == 0
            ? []
            : Assert.Throws<JsonSchemaException>(() => JsonSchema.Compile(Json(line))).Message.Split('\n'));

        Assert.Equal(expected, actual);
    }

    private static JsonElement Json(string line) => JsonElement.Parse(line[Message.Length..]);

    private static string Read(string file, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Expected", file));

    // Keeps everything but the messages, and says those anew after the line they belong to.
    private static string Replay(string text, Func<string, IEnumerable<string>> say)
    {
        StringBuilder replayed = new();
        foreach (string line in text.TrimEnd('\n').Split('\n').Where(l => !l.StartsWith(Message, StringComparison.Ordinal)))
        {
            replayed.Append(line).Append('\n');
            foreach (string said in say(line))
            {
                replayed.Append(Message).Append(said).Append('\n');
            }
        }

        return replayed.ToString();
    }
}
