using System.Text;
using System.Text.Json;
using SkillHost.Schemas;

namespace SkillHost.Core.Tests.Schemas;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{\"a\":1,\"b\":{\"a\":2}}")]
    [InlineData(" [1, -0.5e3, true, null, \"x\\n\\u0000\\ud83d\\ude00\"] \n")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("\"\\\\ud800\"")]
    public void Parse_GoodJson_GivesTheValueAsWritten(string text)
    {
        StrictJsonResult result = Parse(text);

        Assert.Null(result.Error);
        Assert.True(result.IsOk);
        Assert.Equal(text.Trim(), result.Value.Value.GetRawText());
    }

    [Theory]
    [InlineData("", "is empty; wanted one JSON value")]
    [InlineData(" \n", "is empty; wanted one JSON value")]
    [InlineData("\uFEFF{}", "starts with a byte order mark; JSON has none")]
    [InlineData("{\"a\":1,\n \"a\":2}", "has the property 'a' twice in one object, again at line 2, byte 2 (byte 10 of all)")]
    [InlineData("[{\"a\":1},{\"b\":{\"x\":1,\"\\u0078\":2}}]", "has the property 'x' twice in one object, again at line 1, byte 22")]
    [InlineData("{} {}", "has more text after its one value: '{' at line 1, byte 4")]
    [InlineData("[1]]", "has more text after its one value: ']' at line 1, byte 4")]
    [InlineData("{\"a\":NaN}", "holds NaN or Infinity, which JSON does not have at line 1, byte 6")]
    [InlineData("[-Infinity]", "holds NaN or Infinity, which JSON does not have at line 1, byte 3")]
    [InlineData("[1, 1e400]", "holds the number 1e400, which is too large; the largest is about 1.8e308 at line 1, byte 5")]
    [InlineData("\"\\ud800\"", "holds half a surrogate pair (\\uD800 to \\uDFFF), which is no text at line 1, byte 1")]
    [InlineData("{\"\\udc00\":1}", "holds half a surrogate pair (\\uD800 to \\uDFFF), which is no text at line 1, byte 2")]
    [InlineData("\"\\ud800x\\udc00\"", "holds half a surrogate pair (\\uD800 to \\uDFFF), which is no text at line 1, byte 1")]
    [InlineData("{\"a\":1,}", "has a comma before the closing bracket at line 1, byte 8")]
    [InlineData("{'a':1}", "has a single quote; JSON takes double quotes at line 1, byte 2")]
    [InlineData(
        "{\"a\":\"x\ny\"}", "has a line break or another control character inside a string; escape it, such as \\n at line 1, byte 8")]
    [InlineData("{\"a\":1", "ends in the middle of a value at line 1, byte 7")]
    [InlineData("\"abc", "ends in the middle of a value at line 1, byte 5")]
    [InlineData("{\"a\" 1}", "is not JSON: unexpected '1' at line 1, byte 6")]
    [InlineData("hello", "is not JSON: unexpected 'h' at line 1, byte 1")]
    [InlineData("// no\n1", "has a comment; JSON has none at line 1, byte 1")]
    [InlineData("[01]", "is not JSON: unexpected '1' at line 1, byte 3")]
    public void Parse_BadJson_SaysWhatAndWhere(string text, string error)
    {
        StrictJsonResult result = Parse(text);

        Assert.False(result.IsOk);
        Assert.Equal(error, result.Error);
    }

    [Fact]
    public void Parse_BytesThatAreNotUtf8_SaysWhere()
    {
        Assert.Equal("is not UTF-8 at line 2, byte 2 (byte 4 of all)", StrictJson.Parse(Convert.FromHexString("5B0A22C3FF")).Error);
        Assert.Equal("is not UTF-8 at line 1, byte 2", StrictJson.Parse(Convert.FromHexString("22EDA08022")).Error);
        Assert.Equal("is not UTF-8 at line 1, byte 3", StrictJson.Parse(Convert.FromHexString("7B7D80")).Error);
    }

    [Fact]
    public void Parse_NestedTooDeep_IsRefusedAndJustBelowIsNot()
    {
        Assert.True(Parse(new string('[', 128) + new string(']', 128)).IsOk);
        Assert.Equal("is nested more than 128 deep at line 1, byte 129", Parse(new string('[', 129) + new string(']', 129)).Error);
        Assert.Equal("is nested more than 128 deep at line 1, byte 129", Parse(new string('[', 1_000_000)).Error);
        Assert.Equal("is nested more than 2 deep at line 1, byte 3", StrictJson.Parse("[[[]]]"u8.ToArray(), 2).Error);
    }

    [Fact]
    public void Parse_BytesChangeAfterwards_ValueStays()
    {
        byte[] bytes = "{\"a\":1}"u8.ToArray();

        JsonElement value = StrictJson.Parse(bytes).Value!.Value;
        bytes.AsSpan().Fill((byte)'x');

        Assert.Equal(1, value.GetProperty("a").GetInt32());
    }

    [Fact]
    public void Parse_AnyBytes_NeverThrowsAndAgreesWithTheRuntimeOnSyntax()
    {
        Random random = new(20260801);
        byte[] alphabet = "{}[]\",:0123456789eE+-.truefalsn \n\\uD8dc\u00e9"u8.ToArray();
        int good = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = random.GetItems(alphabet, random.Next(1, 9));

            StrictJsonResult result = StrictJson.Parse(bytes);

            good += result.IsOk ? 1 : 0;
            Assert.True(!result.IsOk || IsJson(bytes), Encoding.UTF8.GetString(bytes));
            Assert.True(result.IsOk == (result.Error is null));
        }

        Assert.True(good > 100, $"only {good} were JSON at all");
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            JsonDocument.Parse(bytes).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static StrictJsonResult Parse(string text) => StrictJson.Parse(Encoding.UTF8.GetBytes(text));
}
