using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using SkillHost.Invocations;

namespace SkillHost.Core.Tests.McpDoor;

public sealed class ToolCallTests
{
    [Fact]
    public async Task Call_WithArguments_HandsThemOnAsTheyCame()
    {
        await using DoorHost host = new();
        await using McpClient client = await host.ConnectAsync();
        JsonElement big = JsonElement.Parse("12345678901234567890123.50");

        await client.CallToolAsync("alpha_text", new Dictionary<string, object?> { ["text"] = "é <\"> \u0001", ["big"] = big });
        await client.CallToolAsync("alpha_text");

        Assert.Equal(
            ["""{"text":"é <\"> \u0001","big":12345678901234567890123.50}""", "{}"], host.Invoker.Calls.Select(call => call.Arguments));
    }

    [Fact]
    public async Task Call_OfAClient_SaysWhoCalls()
    {
        await using DoorHost host = new();
        await using McpClient client = await host.ConnectAsync(DoorHost.WithSessions);

        await client.CallToolAsync("alpha_text");

        Assert.Equal("mcp:alice by tester 1.0", Assert.Single(host.Invoker.Calls).Options.Caller);
        Assert.Null(Assert.Single(host.Invoker.Calls).Options.ApprovedBy);
    }

    [Fact]
    public async Task Call_OfAnUnknownTool_IsAProtocolErrorThatNamesNearOnes()
    {
        await using DoorHost host = new();
        await using McpClient client = await host.ConnectAsync();

        McpProtocolException near = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("alpha.txt"));
        McpProtocolException far = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync("weather"));

        Assert.Equal(McpErrorCode.InvalidParams, near.ErrorCode);
        Assert.Contains("Unknown tool: 'alpha.txt'; did you mean alpha_text", near.Message, StringComparison.Ordinal);
        Assert.Contains("Unknown tool: 'weather'; tools/list names", far.Message, StringComparison.Ordinal);
        Assert.Empty(host.Invoker.Calls);
    }

    [Fact]
    public async Task Call_ThatWorks_SaysHow()
    {
        await using DoorHost host = new();
        InvocationResult fine = ScriptedInvoker.Ok("fine") with { DurationMs = 1.5, Truncated = true, StdoutBytes = 9 };
        host.Invoker.Answer = (_, _) => Task.FromResult(fine);
        await using McpClient client = await host.ConnectAsync();

        CallToolResult result = await client.CallToolAsync("alpha_text");

        Assert.False(result.IsError);
        Assert.Null(result.StructuredContent);
        Assert.Equal(["fine", "[cut at the output limit; 9 bytes were written]"], Texts(result));
        Assert.Equal(
            """{"status":"ok","invocationId":"0123","durationMs":1.5,"truncated":true}""", result.Meta?["skillhost/call"]?.ToJsonString());
    }

    [Theory]
    [InlineData(InvocationStatus.TimedOut, "timed_out: stopped after 5 s")]
    [InlineData(InvocationStatus.Unavailable, "unavailable: stopped after 5 s")]
    [InlineData(InvocationStatus.Denied, "denied: stopped after 5 s")]
    public async Task Call_ThatFails_IsAResultWithWordsForTheModel(InvocationStatus status, string words)
    {
        await using DoorHost host = new();
        host.Invoker.Answer = (_, _) => Task.FromResult(ScriptedInvoker.Failed(status, "stopped after 5 s"));
        await using McpClient client = await host.ConnectAsync();

        CallToolResult result = await client.CallToolAsync("alpha_record");

        Assert.True(result.IsError);
        Assert.Null(result.StructuredContent);
        Assert.Equal([words], Texts(result));
    }

    [Fact]
    public async Task Call_WithEveryKindOfContent_GivesThemAll()
    {
        await using DoorHost host = new();
        host.Invoker.Answer = (_, _) => Task.FromResult(ScriptedInvoker.Ok("") with
        {
            Content =
            [
                new InvocationContent("text", "words"),
                new InvocationContent("image", "") { Data = "AQID", MimeType = "image/png" },
                new InvocationContent("audio", "") { Data = "BAUG", MimeType = "audio/wav" },
                new InvocationContent("resource_link", "about") { Uri = "https://example.com/a", Name = "a", MimeType = "text/plain" },
                new InvocationContent("resource", "inside") { Uri = "demo://text" },
                new InvocationContent("resource", "") { Uri = "demo://blob", Data = "BwgJ" },
            ],
        });
        await using McpClient client = await host.ConnectAsync();

        CallToolResult result = await client.CallToolAsync("server_run");

        Assert.Equal("words", Assert.IsType<TextContentBlock>(result.Content[0]).Text);
        Assert.Equal([1, 2, 3], Assert.IsType<ImageContentBlock>(result.Content[1]).DecodedData.ToArray());
        Assert.Equal([4, 5, 6], Assert.IsType<AudioContentBlock>(result.Content[2]).DecodedData.ToArray());
        ResourceLinkBlock link = Assert.IsType<ResourceLinkBlock>(result.Content[3]);
        Assert.Equal(("https://example.com/a", "a", "about", "text/plain"), (link.Uri, link.Name, link.Description, link.MimeType));
        Assert.Equal("inside", Assert.IsType<TextResourceContents>(Assert.IsType<EmbeddedResourceBlock>(result.Content[4]).Resource).Text);
        ResourceContents blob = Assert.IsType<EmbeddedResourceBlock>(result.Content[5]).Resource;
        Assert.Equal([7, 8, 9], Assert.IsType<BlobResourceContents>(blob).DecodedData.ToArray());
    }

    [Fact]
    public async Task Call_ThatLeavesFiles_SendsSmallOnesAlongAndNamesTheRest()
    {
        await using DoorHost host = new(options => options.MaxFileBytes = 10);
        host.Invoker.Answer = (_, _) => Task.FromResult(ScriptedInvoker.Ok("drawn") with
        {
            Artifacts =
            [
                new InvocationArtifact("plot.png", "image/png", 3) { Data = new byte[] { 1, 2, 3 } },
                new InvocationArtifact("big.bin", "application/octet-stream", 11) { Data = new byte[11] },
                new InvocationArtifact("a/b c.txt", "text/plain", 2) { Data = "é"u8.ToArray() },
            ],
            LeftFiles = [new LeftFile("link", "is no file")],
        });
        await using McpClient client = await host.ConnectAsync();

        CallToolResult result = await client.CallToolAsync("alpha_text");

        Assert.Equal(
            [
                "drawn",
                "[files: plot.png (image/png, 3 bytes), big.bin (application/octet-stream, 11 bytes; not sent along, too large), "
                + "a/b c.txt (text/plain, 2 bytes), link (left behind: it is no file)]",
            ],
            Texts(result));
        Assert.Equal([1, 2, 3], Assert.IsType<ImageContentBlock>(result.Content[2]).DecodedData.ToArray());
        TextResourceContents text = Assert.IsType<TextResourceContents>(Assert.IsType<EmbeddedResourceBlock>(result.Content[3]).Resource);
        Assert.Equal(("skillhost://0123/a/b%20c.txt", "é"), (text.Uri, text.Text));
        Assert.Equal(4, result.Content.Count);
    }

    private static IEnumerable<string> Texts(CallToolResult result) =>
        result.Content.OfType<TextContentBlock>().Select(block => block.Text);
}
