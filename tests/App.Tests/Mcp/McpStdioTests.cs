using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Mcp;

/// <summary><c>skillhost mcp</c> as clients start it, driven by the client of the official SDK.</summary>
[Collection(EngineTests.Name)]
public sealed class McpStdioTests(McpSkills skills) : IClassFixture<McpSkills>
{
    private readonly ConcurrentQueue<string> _errors = new();

    [EngineFact]
    public async Task Client_OfTheProgram_ListsAndCalls()
    {
        await using McpClient client = await ConnectAsync();

        IList<McpClientTool> tools = await client.ListToolsAsync();
        CallToolResult result = await client.CallToolAsync(skills["echo"], new Dictionary<string, object?> { ["text"] = "Grüße" });

        Assert.Equal([skills.Add, .. new[] { "echo", "fail", "tell", "wait", "draw" }.Select(f => skills[f])], tools.Select(t => t.Name));
        Assert.Equal("Does what echo.sh says.", tools[1].Description);
        Assert.Equal("""{"text":"Grüße"}""", Text(result));
        Assert.Equal("skillhost", client.ServerInfo?.Name);
        Assert.Empty(_errors);
    }

    [EngineFact]
    public async Task Calls_ThatFail_SayWhy()
    {
        await using McpClient client = await ConnectAsync();

        CallToolResult failed = await client.CallToolAsync(skills["fail"]);
        CallToolResult wrong = await client.CallToolAsync(skills["echo"], new Dictionary<string, object?> { ["txt"] = 1 });
        McpProtocolException unknown =
            await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallToolAsync(skills["eco"]));

        Assert.True(failed.IsError);
        Assert.StartsWith("failed: ", Text(failed), StringComparison.Ordinal);
        Assert.Contains("broken", Text(failed), StringComparison.Ordinal);
        Assert.True(wrong.IsError);
        Assert.Contains("did you mean 'text'", Text(wrong), StringComparison.Ordinal);
        Assert.Contains($"did you mean {skills["echo"]}", unknown.Message, StringComparison.Ordinal);
        Assert.Empty(_errors);
    }

    [EngineFact]
    public async Task Call_ThatTellsOfItself_IsHeardWhileItRuns()
    {
        ConcurrentQueue<string> heard = new();
        await using McpClient client = await ConnectAsync(new()
        {
            [NotificationMethods.ProgressNotification] = told => heard.Enqueue($"progress {told["progress"]}/{told["total"]}"),
            [NotificationMethods.LoggingMessageNotification] = told => heard.Enqueue($"{told["level"]} {told["data"]}"),
        });

        CallToolResult result = await client.CallToolAsync(skills["tell"], progress: new Progress<ProgressNotificationValue>());

        Assert.Equal("told\n", Text(result));
        await client.PingAsync();
        Assert.Equal(["info a log line", "progress 1/2", "progress 2/2"], heard.Order(StringComparer.Ordinal));
    }

    [EngineFact]
    public async Task Call_ThatLeavesAPicture_SendsIt()
    {
        await using McpClient client = await ConnectAsync();

        CallToolResult result = await client.CallToolAsync(skills["draw"]);

        ImageContentBlock picture = Assert.IsType<ImageContentBlock>(result.Content[^1]);
        Assert.Equal(("image/png", "eA=="), (picture.MimeType, Convert.ToBase64String(picture.DecodedData.Span)));
        Assert.Contains("dot.png (image/png, 1 bytes)", Text(result), StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Call_ThatIsCancelled_LeavesNoContainer()
    {
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using McpClient client = await ConnectAsync(new()
        {
            [NotificationMethods.LoggingMessageNotification] = _ => waiting.TrySetResult(),
        });
        JsonRpcRequest request = new()
        {
            Method = RequestMethods.ToolsCall,
            Id = new RequestId("mine"),
            Params = new JsonObject { ["name"] = skills["wait"] },
        };
        _ = client.SendRequestAsync(request);
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await McpSkills.AwaitContainersAsync(skills.Runner, 1);

        await client.SendNotificationAsync(
            NotificationMethods.CancelledNotification, new CancelledNotificationParams { RequestId = request.Id });

        await McpSkills.AwaitContainersAsync(skills.Runner, 0);
        Assert.Equal("{}", Text(await client.CallToolAsync(skills["echo"])));
    }

    [EngineFact]
    public async Task Session_OfAConnection_KeepsStateFromItsOwnCallsOnly()
    {
        await using McpClient one = await ConnectAsync();
        await using McpClient other = await ConnectAsync();

        await AddAsync(one, "a");
        string mine = await AddAsync(one, "b");
        string theirs = await AddAsync(other, "c");

        Assert.Equal("""{"text":"a"}{"text":"b"}""", mine);
        Assert.Equal("""{"text":"c"}""", theirs);
        await McpSkills.AwaitContainersAsync(skills.Keeper, 2);
        await one.DisposeAsync();
        await McpSkills.AwaitContainersAsync(skills.Keeper, 1);
    }

    [EngineFact]
    public async Task Input_ThatEndsDuringACall_EndsTheProgramAndItsContainers()
    {
        using Process process = await StartRawAsync();
        await process.StandardInput.WriteLineAsync(
            $$$"""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"{{{skills["wait"]}}}"}}""");
        Assert.Contains("waiting", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);

        process.StandardInput.Close();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        await McpSkills.AwaitContainersAsync(skills.Runner, 0);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
    }

    [EngineFact]
    public async Task Line_FarTooLong_EndsTheProgramWithAReasonAndALongOneIsAnswered()
    {
        using Process process = await StartRawAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = new('x', 2 << 20);
        await process.StandardInput.WriteLineAsync(
            $$$$"""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"{{{{skills["echo"]}}}}", """
            + $$$$""" "arguments":{"text":"{{{{text}}}}"}}}""");
        string? answer = await process.StandardOutput.ReadLineAsync();

        await Assert.ThrowsAsync<IOException>(() => process.StandardInput.WriteAsync(new string('x', 32 << 20)));
        await process.WaitForExitAsync();

        Assert.Contains("bytes, at most 1048576 are wanted", answer, StringComparison.Ordinal);
        Assert.Equal(1, process.ExitCode);
        Assert.Equal(
            "skillhost: the client sent more than 8454144 bytes without an end of line; nothing after them was read\n", await errors);
        await McpSkills.AwaitContainersAsync(skills.Runner, 0);
    }

    /// <summary>The program, which has answered a greeting written by hand.</summary>
    private async Task<Process> StartRawAsync()
    {
        Process process = SkillHostProgram.Start(skills.Root, ["mcp"]);
        await process.StandardInput.WriteLineAsync(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{}, """
            + """ "clientInfo":{"name":"raw","version":"1"}}}""");
        JsonElement answer = JsonElement.Parse((await process.StandardOutput.ReadLineAsync())!);
        Assert.Equal("2025-06-18", answer.GetProperty("result").GetProperty("protocolVersion").GetString());
        return process;
    }

    private static string Text(CallToolResult result) =>
        string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    private async Task<string> AddAsync(McpClient client, string text) =>
        Text(await client.CallToolAsync(skills.Add, new Dictionary<string, object?> { ["text"] = text }));

    private Task<McpClient> ConnectAsync(Dictionary<string, Action<JsonObject>>? handlers = null)
    {
        StdioClientTransport transport = new(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = [SkillHostProgram.File, "mcp"],
            WorkingDirectory = skills.Root,
            StandardErrorLines = _errors.Enqueue,
        });
        McpClientOptions options = new() { ProtocolVersion = "2025-11-25" };
        options.Handlers.NotificationHandlers = handlers?.Select(handler =>
            KeyValuePair.Create<string, Func<JsonRpcNotification, CancellationToken, ValueTask>>(handler.Key, (notification, _) =>
            {
                handler.Value((JsonObject)notification.Params!);
                return ValueTask.CompletedTask;
            }));
        return McpClient.CreateAsync(transport, options);
    }
}
