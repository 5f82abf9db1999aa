using System.Collections.Concurrent;
using System.Text.Json;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Servers;

/// <summary>C# methods in their server, compiled by the build and found by their attributes.</summary>
public sealed class DotnetTests(ServerFixture fixture) : ServerTest(fixture)
{
    [Fact]
    public void Function_OfTypesAndAttributes_HasTheirSchemas()
    {
        SkillFunction area = Host.Function("cs-functions.area");

        Assert.Equal("Works out the area of a box.", area.Description);
        JsonElement box = area.JsonSchema.GetProperty("properties").GetProperty("box");
        Assert.Equal("The box.", box.GetProperty("description").GetString());
        Assert.Equal(["unit", "width"], box.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Order());
        Assert.Equal("In the unit.", box.GetProperty("properties").GetProperty("width").GetProperty("description").GetString());
        Assert.Equal(
            """["Metre","Foot"]""", box.GetProperty("properties").GetProperty("unit").GetProperty("enum").GetRawText());
        Assert.Equal("""["box"]""", area.JsonSchema.GetProperty("required").GetRawText());
        Assert.Equal("integer", Host.Function("cs-functions.add").ReturnJsonSchema?.GetProperty("type").GetString());
        JsonElement waits = Host.Function("cs-functions.waits").JsonSchema.GetProperty("properties");
        Assert.Equal(["seconds"], waits.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Call_EveryKindOfArgument_ArrivesAsTheMethodExpectsIt()
    {
        object box = new { width = 10, unit = "Foot", labels = new[] { "a" }, inner = new { width = 1, unit = "Metre" } };
        InvocationResult area = await CallAsync("cs-functions.area", new { box, times = 2.0 });
        InvocationResult wrong = await CallAsync("cs-functions.area", new { box = new { width = 10, unit = "Mile" } });
        InvocationResult kinds = await CallAsync("cs-functions.kinds", new
        {
            whole = 1L << 40, exact = 1.25m, truth = true, time = "2026-03-04T05:06:07", moment = "2026-03-04T05:06:07+02:00",
            day = "2026-03-04", span = "01:30:00", id = "0f8fad5b-d9cb-469f-a165-70867728950e", address = "https://example.com/a",
            bytes = "AAEC", numbers = new int?[] { 1, null }, units = new { a = "Foot" }, unit = (string?)null,
        });

        Assert.Equal(1.858, area.Value!.Value.GetProperty("area").GetDouble(), 3);
        Assert.Equal(InvocationStatus.InvalidArguments, wrong.Status);
        Assert.Equal(
            "1099511627776|1.25|True|5|02:00:00|4|01:30:00|0f8fad5b-d9cb-469f-a165-70867728950e|example.com|3|2|Foot|||x",
            kinds.Value?.GetString());
    }

    [Fact]
    public async Task Bind_WhatTheSchemaLetsThroughAndTheTypeDoesNot_NamesTheArgument()
    {
        InvocationResult result = await CallAsync("cs-functions.add", new { a = 40_000_000_000 });

        Assert.Equal(
            (InvocationStatus.Failed, "cs-functions.add failed: argument a: seen 40000000000, wanted integer"),
            (result.Status, result.Error));
    }

    [Fact]
    public async Task Print_InEveryWayAndForgingAnswers_GoesToTheLogAndNotIntoTheProtocol()
    {
        InvocationResult result = await CallAsync("cs-functions.prints");
        InvocationResult pipes = await CallAsync("cs-functions.pipes");

        Assert.Equal("the result", result.Value?.GetString());
        Assert.Equal(3, result.Stderr.Split("forged").Length - 1);
        Assert.Contains("from a child\n", result.Stderr, StringComparison.Ordinal);
        Assert.Equal("", result.Stdout);
        Assert.Equal("0 1 2 3 ", pipes.Value?.GetString());
    }

    [Fact]
    public async Task Call_AsyncWithProgress_ReportsWhileItRunsAndStopsWhenCancelled()
    {
        ConcurrentQueue<InvocationEvent> events = new();
        InvocationResult result = await CallAsync("cs-functions.waits", new { seconds = 0.2 }, Collecting(events));
        using CancellationTokenSource cancel = new();
        InvocationOptions cancelling = new()
        {
            OnEvent = (_, _) =>
            {
                cancel.Cancel();
                return ValueTask.CompletedTask;
            },
        };
        InvocationResult cancelled = await CallAsync("cs-functions.waits", new { seconds = 60 }, cancelling, cancel.Token);

        Assert.Equal("waited", result.Value?.GetString());
        Assert.Equal(
            Enumerable.Range(1, 4).Select(i => new ProgressEvent(i, 4, $"step {i}")), events.OfType<ProgressEvent>());
        Assert.Equal(InvocationStatus.Cancelled, cancelled.Status);
    }

    [Fact]
    public async Task Result_SequenceInstanceAndContent_AreWhatTheyAre()
    {
        InvocationResult counts = await CallAsync("cs-functions.counts", new { to = 3 });
        InvocationResult state = await CallAsync("cs-functions.state");
        InvocationResult content = await CallAsync("cs-functions.picture");

        Assert.Equal(("[1,2,3]", 1), (counts.Value?.GetRawText(), state.Value?.GetInt32()));
        Assert.Equal(["text", "image", "resource", "resource_link"], content.Content.Select(piece => piece.Type));
        Assert.Equal(("iVBORw0KGgo=", "image/png"), (content.Content[1].Data, content.Content[1].MimeType));
        Assert.Equal(("a,b\n", "text/csv"), (content.Content[2].Text, content.Content[2].MimeType));
        Assert.Equal("https://example.com/x", content.Content[3].Uri);
    }

    [Fact]
    public async Task Throw_Exception_FailsWithItsMessageAndPlaceInTheSkillsOwnFile()
    {
        InvocationResult result = await CallAsync("cs-functions.fails", new { text = "no such column" });

        Assert.Equal(InvocationStatus.Failed, result.Status);
        Assert.Matches(
            @"^cs-functions.fails failed: FormatException: no such column \(Misbehaviour.cs, line \d+, in FailsAsync\)$", result.Error);
        Assert.Contains("  at Misbehaviour.cs, line ", result.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("SkillHost.Runner", result.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("breaks", InvocationStatus.Failed, "InvalidOperationException: broken before it began (Fragile.cs, line 4")]
    [InlineData("leaves", InvocationStatus.Failed, "exit code 7")]
    [InlineData("crashes", InvocationStatus.Failed, "signal 6")]
    [InlineData("recurses", InvocationStatus.Failed, "signal 6")]
    [InlineData("throws_elsewhere", InvocationStatus.Failed, "signal 6")]
    [InlineData("eats", InvocationStatus.Failed, "OutOfMemoryException")]
    [InlineData("eats_outside", InvocationStatus.OutOfMemory, "192 MiB")]
    public async Task Misbehave_InTheServer_EndsInItsOwnStatus(string function, InvocationStatus status, string said)
    {
        InvocationResult result = await CallAsync($"cs-functions.{function}");

        Assert.Equal(status, result.Status);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spin_PastTheDeadline_IsStopped()
    {
        InvocationOptions short_ = new() { Narrowing = new() { Timeout = TimeSpan.FromMilliseconds(300) } };

        InvocationResult late = await CallAsync("cs-functions.spins", options: short_);

        Assert.Equal(InvocationStatus.TimedOut, late.Status);
        Assert.True(late.Usage.CpuMs > 50);
    }

    [Fact]
    public async Task Server_Posture_IsThatOfEveryCall()
    {
        JsonElement who = (await CallAsync("cs-functions.who")).Value!.Value;

        Assert.DoesNotContain("\t0", "\t" + who.GetProperty("uid").GetString(), StringComparison.Ordinal);
        Assert.Equal("0000000000000000", who.GetProperty("caps").GetString());
        Assert.Equal(("1", "2"), (who.GetProperty("privs").GetString(), who.GetProperty("seccomp").GetString()));
    }
}
