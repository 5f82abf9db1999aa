using System.Collections.Concurrent;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Servers;

/// <summary>A server as its registry has it, in a container: its tools are functions, and what it answers comes through.</summary>
public sealed class PublicServerTests(PublicServerFixture fixture) : IClassFixture<PublicServerFixture>
{
    [Fact]
    public async Task Server_Everything_ItsToolsAreFunctionsThatAnswer()
    {
        InvocationResult echo = await fixture.CallAsync("echo", """{"message":"héllo"}""");
        InvocationResult structured = await fixture.CallAsync("get_structured_content", """{"location":"Chicago"}""");
        SkillFunction function = fixture.Host.Function("everything.get_structured_content");

        Assert.Equal("Echo: héllo", echo.Value?.GetString());
        Assert.Equal("object", function.ReturnJsonSchema?.GetProperty("type").GetString());
        Assert.Equal(36, structured.Value?.GetProperty("temperature").GetInt32());
        Assert.Contains("Starting", echo.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_Everything_ImagesAndLinksAreContent()
    {
        InvocationResult image = await fixture.CallAsync("get_tiny_image", "{}");
        InvocationResult links = await fixture.CallAsync("get_resource_links", """{"count":2}""");

        Assert.Equal(["text", "image", "text"], image.Content.Select(piece => piece.Type));
        Assert.StartsWith("iVBOR", image.Content[1].Data, StringComparison.Ordinal);
        Assert.Equal("image/png", image.Content[1].MimeType);
        Assert.Equal(["text", "resource_link", "resource_link"], links.Content.Select(piece => piece.Type));
        Assert.All(links.Content.Skip(1), link => Assert.StartsWith("demo://", link.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_Everything_WrongArgumentsNeverReachItAndItsErrorsDo()
    {
        InvocationResult wrong = await fixture.CallAsync("get_sum", """{"a":"one","b":2}""");
        InvocationResult failed = await fixture.CallAsync(
            "get_resource_reference", """{"resourceType":"Text","resourceId":-1}""");

        Assert.Equal(InvocationStatus.InvalidArguments, wrong.Status);
        Assert.Equal(InvocationStatus.Failed, failed.Status);
        Assert.StartsWith("everything.get_resource_reference failed: ", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_Everything_ReportsProgressAndGivesUpWhenCancelled()
    {
        ConcurrentQueue<InvocationEvent> events = new();
        using CancellationTokenSource cancel = new();
        InvocationOptions keeping = new()
        {
            OnEvent = (e, _) =>
            {
                events.Enqueue(e);
                return ValueTask.CompletedTask;
            },
        };
        InvocationOptions cancelling = new()
        {
            OnEvent = (e, _) =>
            {
                if (e is ProgressEvent)
                {
                    cancel.Cancel();
                }

                return ValueTask.CompletedTask;
            },
        };

        InvocationResult done = await fixture.CallAsync("trigger_long_running_operation", """{"duration":1,"steps":4}""", keeping);
        InvocationResult cancelled = await fixture.CallAsync(
            "trigger_long_running_operation", """{"duration":60,"steps":240}""", cancelling, cancel.Token);

        Assert.Equal(InvocationStatus.Ok, done.Status);
        Assert.Equal([1, 2, 3, 4], events.OfType<ProgressEvent>().Select(e => e.Progress));
        Assert.Equal(InvocationStatus.Cancelled, cancelled.Status);
    }
}
