using System.Text;
using System.Text.Json;
using SkillHost.Docker.Images;
using SkillHost.Docker.Streams;

namespace SkillHost.Core.Tests.Docker;

public sealed class JsonLinesTests
{
    [Fact]
    public async Task Read_LinesCutAnywhere_ComeOutWhole()
    {
        const string Text = "{\"stream\":\"é\\n\"}\r\n\r\n{\"stream\":\"b\"}\n  {\"status\":\"c\",\"id\":\"d\"}";
        var stream = new DripStream(Encoding.UTF8.GetBytes(Text), new Random(1));

        var seen = new List<string>();
        await foreach (var value in JsonLines.ReadAsync(stream, ImagesJson.Default.ProgressBody, CancellationToken.None))
        {
            seen.Add($"{value.Stream}|{value.Status}|{value.Id}");
        }

        Assert.Equal(["é\n||", "b||", "|c|d"], seen);
    }

    [Theory]
    [InlineData("{\"stream\":\"a\"}\n{\"stream\":\"cut")]
    [InlineData("nonsense\n")]
    public async Task Read_LineIsCutOrNonsense_Throws(string text)
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));

        await Assert.ThrowsAnyAsync<JsonException>(() => CountAsync(stream));
    }

    [Fact]
    public async Task Read_EndlessLine_StopsAtTheBound()
    {
        var stream = new MemoryStream(new byte[3 * JsonLines.LongestLine]);

        await Assert.ThrowsAnyAsync<JsonException>(() => CountAsync(stream));
        Assert.True(stream.Position < 2 * JsonLines.LongestLine);
    }

    private static async Task<int> CountAsync(Stream stream)
    {
        var count = 0;
        await foreach (var _ in JsonLines.ReadAsync(stream, ImagesJson.Default.ProgressBody, CancellationToken.None))
        {
            count++;
        }

        return count;
    }
}
