using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace SkillHost.Core.Tests.McpDoor;

public sealed class ToolListTests
{
    [Fact]
    public async Task List_OfAHost_HasItsFunctionsInOrder()
    {
        await using DoorHost host = new();
        await using McpClient client = await host.ConnectAsync();

        IList<McpClientTool> tools = await client.ListToolsAsync();
        IList<McpClientTool> again = await client.ListToolsAsync();

        Assert.Equal(["alpha_text", "alpha_record", "alpha_numbers", "alpha_tree", "keeper_run", "server_run"], tools.Select(t => t.Name));
        Assert.Equal(tools.Select(t => t.Name), again.Select(t => t.Name));
    }

    [Fact]
    public async Task List_OfAFunction_SaysAllThatItsAuthorSaid()
    {
        await using DoorHost host = new();
        await using McpClient client = await host.ConnectAsync();

        Tool tool = (await client.ListToolsAsync()).First(t => t.Name == "alpha_record").ProtocolTool;

        Assert.Equal(("The record", "Does record."), (tool.Title, tool.Description));
        Assert.Equal("object", tool.InputSchema.GetProperty("type").GetString());
        Assert.Equal("object", tool.OutputSchema?.GetProperty("type").GetString());
        Assert.Equal(
            (true, true, false, false),
            (tool.Annotations?.ReadOnlyHint, tool.Annotations?.DestructiveHint, tool.Annotations?.IdempotentHint,
                tool.Annotations?.OpenWorldHint));
        Assert.Equal(
            """{"name":"alpha","version":"1.2.0","isolation":"fresh","network":"none"}""", tool.Meta?["skillhost/skill"]?.ToJsonString());
    }

    [Theory]
    [InlineData("2025-11-25", "alpha_numbers", "object", """{"result":[1,2]}""")]
    [InlineData("2025-06-18", "alpha_numbers", "object", """{"result":[1,2]}""")]
    [InlineData("2026-07-28", "alpha_numbers", "array", "[1,2]")]
    [InlineData("2025-11-25", "alpha_tree", null, null)]
    [InlineData("2026-07-28", "alpha_tree", "array", "[1,2]")]
    public async Task ResultThatIsNoObject_ByRevision_StandsAsItsSchemaSays(string revision, string name, string? type, string? structured)
    {
        await using DoorHost host = new();
        host.Invoker.Answer = (_, _) => Task.FromResult(ScriptedInvoker.Ok("[1,2]") with { Value = JsonElement.Parse("[1,2]") });
        await using McpClient client = await host.ConnectAsync(revision);

        Tool tool = (await client.ListToolsAsync()).First(t => t.Name == name).ProtocolTool;
        CallToolResult result = await client.CallToolAsync(name);

        Assert.Equal(type, tool.OutputSchema?.GetProperty("type").GetString());
        Assert.Equal(structured, result.StructuredContent?.GetRawText());
        Assert.Equal("[1,2]", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
    }
}
