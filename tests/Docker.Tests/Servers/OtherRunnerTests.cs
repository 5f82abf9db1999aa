using System.Collections.Concurrent;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Servers;

/// <summary>Node modules and Bash scripts in their servers.</summary>
public sealed class OtherRunnerTests(ServerFixture fixture) : ServerTest(fixture)
{
    [Theory]
    [InlineData("js-functions")]
    [InlineData("sh-functions")]
    public async Task Call_NumbersIn_NumberOut(string skill)
    {
        InvocationResult result = await CallAsync($"{skill}.add", new { a = 1, b = 2.5 });

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Equal(3.5, result.Value?.GetDouble());
    }

    [Theory]
    [InlineData("js-functions", "from a child")]
    [InlineData("sh-functions", "a log line")]
    public async Task Call_TextWithProgressAndLogs_ComesThrough(string skill, string logged)
    {
        ConcurrentQueue<InvocationEvent> events = new();

        InvocationResult result = await CallAsync($"{skill}.greet", new { name = "Ada \"é\"\n" }, Collecting(events));

        Assert.Equal("Hello Ada \"é\"\n".TrimEnd('\n'), result.Value?.GetString()?.TrimEnd('\n'));
        Assert.Equal(new ProgressEvent(1, 2, "half"), Assert.Single(events.OfType<ProgressEvent>()));
        Assert.Contains(logged, result.Stderr, StringComparison.Ordinal);
        Assert.Equal("", result.Stdout);
    }

    [Theory]
    [InlineData("js-functions", "RangeError: too far (js_functions.mjs, line 15, in fails)")]
    [InlineData("sh-functions", "ended with exit code 3: because")]
    public async Task Call_Fails_SaysWhy(string skill, string said)
    {
        InvocationResult result = await CallAsync($"{skill}.fails");

        Assert.Equal((InvocationStatus.Failed, $"{skill}.fails failed: {said}"), (result.Status, result.Error?.TrimEnd('\n')));
    }

    [Fact]
    public async Task Call_GivesBytesOfAPicture_IsAnImage()
    {
        InvocationResult result = await CallAsync("js-functions.picture");

        Assert.Equal(("image", "image/png", "iVBORw=="), (result.Content[0].Type, result.Content[0].MimeType, result.Content[0].Data));
    }

    [Fact]
    public async Task Call_GivesFilesBesideItsValue_AreContent()
    {
        InvocationResult result = await CallAsync("sh-functions.picture");

        Assert.Equal(7, result.Value?.GetInt32());
        Assert.Equal(["text", "image", "resource", "resource_link"], result.Content.Select(piece => piece.Type));
        Assert.Equal(("iVBORw==", "image/png"), (result.Content[1].Data, result.Content[1].MimeType));
        Assert.Equal(("YSxiCg==", "text/csv"), (result.Content[2].Data, result.Content[2].MimeType));
    }
}
