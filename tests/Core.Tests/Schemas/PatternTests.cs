using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.Schemas;

namespace SkillHost.Core.Tests.Schemas;

public sealed class PatternTests
{
    [Theory]
    [InlineData("^\\d+$", "123", "١٢٣")]
    [InlineData("^\\w+$", "a_1", "é")]
    [InlineData("^\\W$", "é", "e")]
    [InlineData("^\\s$", "\uFEFF", "\u0085")]
    [InlineData("^\\S+$", "abc", "a c")]
    [InlineData("^abc$", "abc", "abc\n")]
    [InlineData("^.$", "😀", "ab")]
    [InlineData("^.$", "x", "\u2028")]
    [InlineData("^[^a]$", "😀", "a")]
    [InlineData("^[😀-😂]{2}$", "😀😂", "😀😃")]
    [InlineData("^😀{2}$", "😀😀", "😀")]
    [InlineData("^\\uD83D\\uDE00$", "😀", "😁")]
    [InlineData("^\\u{1F600}\\x41\\u0042$", "😀AB", "😀AC")]
    [InlineData("^\\p{L}+$", "Aé𠀀", "A1")]
    [InlineData("^\\p{Uppercase_Letter}\\p{gc=Nd}\\p{ASCII}$", "É٣x", "é٣x")]
    [InlineData("^\\P{L}+$", "12😀", "1a2")]
    [InlineData("^[\\p{Lu}\\d_]+$", "É1_", "é")]
    [InlineData("^[\\w-]+$", "a-b", "a.b")]
    [InlineData("^[\\w-.]+$", "a-b.c", "a/b")]
    [InlineData("^[a-z-[b]+$", "a[-", "]")]
    [InlineData("^[$^.*+]+$", "$^.*+", "a")]
    [InlineData("\\bcat\\b", "the cat.", "concat")]
    [InlineData("\\bcat\\b", "écaté", "cats")]
    [InlineData("^(?!-)[a-z-]+(?<!-)$", "a-b", "-a")]
    [InlineData("^(?<q>['\"]).*\\k<q>$", "'a'", "'a\"")]
    [InlineData("^(?:(a)|b)\\1$", "aa", "ba")]
    [InlineData("^(?:(a)|b)\\1$", "b", "a")]
    [InlineData("^a{2,3}?$", "aaa", "aaaa")]
    [InlineData("^{a}$", "{a}", "a")]
    [InlineData("^[^]$", "\n", "")]
    [InlineData("^\\cJ\\0\\/\\-$", "\n\0/-", "J0/-")]
    [InlineData("^#(?:[ a]) #$", "#a #", "#")]
    [InlineData("^(?:a|b|)$", "", "c")]
    [InlineData("^.{0,60000}$", "x", "\n")]
    public void Pattern_TextThatFitsAndTextThatDoesNot_AreToldApart(string pattern, string fits, string misses)
    {
        JsonSchema schema = Compile(pattern);

        Assert.Empty(schema.Validate(JsonSerializer.SerializeToElement(fits)));
        Assert.Equal("pattern", Assert.Single(schema.Validate(JsonSerializer.SerializeToElement(misses))).Keyword);
    }

    [Theory]
    [InlineData("(?i)a")]
    [InlineData("(?i:a)")]
    [InlineData("(?>a)")]
    [InlineData("(?#a)")]
    [InlineData("(?(a)b)")]
    [InlineData("(?'n'a)")]
    [InlineData("a)")]
    [InlineData("(a")]
    [InlineData("[a")]
    [InlineData("[z-a]")]
    [InlineData("a**")]
    [InlineData("*a")]
    [InlineData("a{2}{3}")]
    [InlineData("a{3,2}")]
    [InlineData("a{100001}")]
    [InlineData("\\")]
    [InlineData("\\A")]
    [InlineData("\\z")]
    [InlineData("\\G")]
    [InlineData("\\p{IsGreek}")]
    [InlineData("\\pL")]
    [InlineData("\\u{110000}")]
    [InlineData("\\uD800")]
    [InlineData("\\u12")]
    [InlineData("\\k<a>(?<b>c)")]
    [InlineData("(a)\\2")]
    [InlineData("(?<a>b)(?<a>c)")]
    public void Pattern_IsNoRegularExpressionOfEcma262_IsRefused(string pattern)
    {
        SchemaViolation problem = Assert.Single(Assert.Throws<JsonSchemaException>(() => Compile(pattern)).Problems);

        Assert.Equal("pattern", problem.Keyword);
        Assert.StartsWith("must be a regular expression of ECMA-262: ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pattern_NestedGroupsWithoutEnd_IsRefused()
    {
        Assert.Throws<JsonSchemaException>(() => Compile(new string('(', 2000) + new string(')', 2000)));
        Assert.NotNull(Compile(new string('(', 50) + new string(')', 50)));
    }

    // The look-ahead forbids linear matching, so only the deadline ends this; the value must not pass.
    [Fact]
    public void Pattern_BacktracksWithoutEnd_IsGivenUpAndNeverValid()
    {
        JsonSchema schema = Compile("^(?=a)(a|aa)+b$");
        JsonSchema negated = JsonSchema.Compile(JsonSerializer.SerializeToElement(new { not = schema.Source }));
        JsonElement hostile = JsonSerializer.SerializeToElement(new string('a', 60));

        Assert.Empty(schema.Validate(JsonSerializer.SerializeToElement("aab")));
        Assert.Contains("takes too long", Assert.Single(schema.Validate(hostile)).Message, StringComparison.Ordinal);
        Assert.Contains("takes too long", Assert.Single(negated.Validate(hostile)).Message, StringComparison.Ordinal);
    }

    private static JsonSchema Compile(string pattern) =>
        JsonSchema.Compile(JsonSerializer.SerializeToElement(new JsonObject { ["type"] = "string", ["pattern"] = pattern }));
}
