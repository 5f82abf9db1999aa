using System.Text;
using System.Text.Json;
using SkillHost.Secrets.Redaction;

namespace SkillHost.Core.Tests.Secrets;

public sealed class RedactorTests
{
    private const string Value = "p4ss+wörd/\"q\" x";

    private readonly Redactor _redactor = new(new Dictionary<string, string> { ["TOKEN"] = Value });

    public static TheoryData<string> Spellings()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Value);
        string url = Uri.EscapeDataString(Value);
        return
        [
            Value, url, url.ToLowerInvariant(), System.Net.WebUtility.UrlEncode(Value), JsonEncodedText.Encode(Value).Value,
            Value.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("ö", "\\u00f6", StringComparison.Ordinal),
            Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes),
        ];
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Text_EverySpelling_IsBlackedOutAndItsNeighboursStay(string spelling)
    {
        Assert.Equal("before [redacted:TOKEN] after", _redactor.Text($"before {spelling} after"));
        Assert.Equal($"before {spelling[1..]} after", _redactor.Text($"before {spelling[1..]} after"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    public void Text_Base64AtEveryAlignment_HoldsNothingOfTheValueWhole(int before)
    {
        byte[] bytes = [.. new byte[before], .. Encoding.UTF8.GetBytes(Value), 1, 2, 3];
        string standard = Convert.ToBase64String(bytes);
        string url = standard.Replace('+', '-').Replace('/', '_').TrimEnd('=');
        string wrapped = string.Join('\n', standard.Chunk(7).Select(chunk => new string(chunk)));

        foreach (string text in new[] { standard, url, wrapped, wrapped.Replace("\n", "\\n", StringComparison.Ordinal) })
        {
            Assert.Contains("[redacted:TOKEN]", _redactor.Text(text), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("redacted", _redactor.Text(Convert.ToBase64String(bytes[..^6])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrap_SplitAtEveryPlace_IsTheSameAsWhole()
    {
        string base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes("ab" + Value));
        string text = $"p4ss {Value}{Value}, p4{base64}\np4ss+w";
        string whole = _redactor.Text(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        for (int first = 0; first < bytes.Length; first++)
        {
            for (int second = first; second < bytes.Length; second += 3)
            {
                using PieceStream source = new([bytes[..first], bytes[first..second], bytes[second..]]);
                Assert.Equal(whole, await ReadAsync(_redactor.Wrap(source)));
            }
        }

        Assert.DoesNotContain(Value, whole, StringComparison.Ordinal);
        Assert.StartsWith("p4ss [redacted:TOKEN][redacted:TOKEN], p4", whole, StringComparison.Ordinal);
        Assert.EndsWith("p4ss+w", whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrap_TextWithoutBeginnings_IsNotHeldBack()
    {
        using PieceStream source = new(["done"u8.ToArray()], endless: true);
        byte[] buffer = new byte[100];

        int count = await _redactor.Wrap(source).ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("done", Encoding.UTF8.GetString(buffer, 0, count));
    }

    [Fact]
    public async Task Wrap_EndlessOverlaps_HoldsLittle()
    {
        Redactor redactor = new(new Dictionary<string, string> { ["A"] = new('a', 12) });
        using PieceStream source = new([.. Enumerable.Repeat(Encoding.UTF8.GetBytes(new string('a', 1000)), 500)]);

        string read = await ReadAsync(redactor.Wrap(source));

        Assert.DoesNotContain(new string('a', 12), read, StringComparison.Ordinal);
        Assert.True(read.Length < 500_000);
    }

    [Fact]
    public void Text_ManyLines_EachLongOneAlone()
    {
        const string key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSjAgEAAoIBAQC7\n-----END KEY-----";
        Redactor redactor = new(new Dictionary<string, string> { ["KEY"] = key });

        Assert.Equal("x [redacted:KEY]", redactor.Text("x " + key));
        Assert.Equal("x [redacted:KEY] y", redactor.Text("x AASCBKcwggSjAgEAAoIBAQC7 y"));
    }

    [Fact]
    public void Json_StringsNamesAndNumbers_StayJson()
    {
        Redactor redactor = new(new Dictionary<string, string> { ["TOKEN"] = Value, ["PIN"] = "12345678" });
        JsonElement value = JsonElement.Parse(JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            [Value] = new object?[] { 1.50, true, null, $"<{Value}>", 12345678, "plain" },
        }));

        Assert.Equal(
            """{"[redacted:TOKEN]":[1.5,true,null,"<[redacted:TOKEN]>","[redacted:PIN]","plain"]}""", redactor.Json(value).GetRawText());
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[17];
        while (await stream.ReadAsync(buffer) is > 0 and var count)
        {
            all.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }
}
