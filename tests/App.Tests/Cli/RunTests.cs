using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class RunTests(ProbeSkill probe)
{
    [EngineFact]
    public async Task Run_TextFunction_ResultOnOutputAndLogsOnError()
    {
        ProgramResult result = await probe.RunAsync("run", $"{probe.Name}.log");

        Assert.Equal(new ProgramResult(0, "three\n", "one\ntwo\n"), result);
    }

    [EngineFact]
    public async Task Run_ToolName_IsTheSameFunction()
    {
        ProgramResult result = await probe.RunAsync("run", $"{probe.Name}_log");

        Assert.Equal("three\n", result.Out);
    }

    [EngineFact]
    public async Task Run_Arguments_ArriveByteForByteFromEverySource()
    {
        const string Json = """{ "text" :"a\u0000\n--flag \"q\" $(x) ü🙂",  "count": 1.0 }""";
        await File.WriteAllTextAsync(Path.Combine(probe.Root, "arguments.json"), Json);

        ProgramResult inline = await probe.RunAsync("run", $"{probe.Name}.echo", "--args", Json);
        ProgramResult file = await probe.RunAsync("run", $"{probe.Name}.echo", "--args", "@arguments.json");
        ProgramResult dash = await SkillHostProgram.RunAsync(probe.Root, Json, ["run", $"{probe.Name}.echo", "--args", "-"]);
        ProgramResult input = await SkillHostProgram.RunAsync(probe.Root, Json, ["run", $"{probe.Name}.echo"]);

        Assert.Equal(new ProgramResult(0, Json + "\n", ""), inline);
        Assert.All([file, dash, input], r => Assert.Equal(inline, r));
    }

    [EngineFact]
    public async Task Run_SingleArguments_AreTypedByTheSchema()
    {
        await File.WriteAllTextAsync(Path.Combine(probe.Root, "text.txt"), "7\n");

        ProgramResult typed = await probe.RunAsync("run", $"{probe.Name}.echo", "--arg", "text=7", "--arg", "count=7");
        ProgramResult file = await probe.RunAsync("run", $"{probe.Name}.echo", "--args", """{"count":1}""", "--arg-file", "text=text.txt");

        Assert.Equal("""{"text":"7","count":7}""" + "\n", typed.Out);
        Assert.Equal("""{"count":1,"text":"7\n"}""" + "\n", file.Out);
    }

    [EngineFact]
    public async Task Run_Json_PrintsTheWholeResultAsDesigned()
    {
        ProgramResult result = await probe.RunAsync("run", $"{probe.Name}.log", "--json");

        JsonElement root = JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal("ok", root.GetProperty("status").GetString());
        Assert.Equal("three\n", root.GetProperty("value").GetString());
        Assert.Equal("one\ntwo", root.GetProperty("stderr").GetString());
        Assert.Equal(0, root.GetProperty("exitCode").GetInt32());
        Assert.True(root.GetProperty("durationMs").GetDouble() >= root.GetProperty("phases").GetProperty("runMs").GetDouble());
        Assert.Equal("none", root.GetProperty("network").GetProperty("mode").GetString());
        Assert.Matches("^[0-9a-f]{32}$", root.GetProperty("invocationId").GetString());
        Assert.Equal("", result.Error);
    }

    [EngineFact]
    public async Task Run_Stream_PrintsEventsThenTheResultOneALine()
    {
        ProgramResult result = await probe.RunAsync("run", $"{probe.Name}.log", "--stream");

        JsonElement[] lines = [.. result.Out.TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement)];
        string Text(string stream) => string.Concat(lines
            .Where(l => l.TryGetProperty("stream", out JsonElement s) && s.GetString() == stream)
            .Select(l => l.GetProperty("text").GetString()));
        Assert.Equal("three\n", Text("stdout"));
        Assert.Equal("one\ntwo", Text("stderr"));
        Assert.Equal("result", lines[^1].GetProperty("type").GetString());
        Assert.Equal("ok", lines[^1].GetProperty("result").GetProperty("status").GetString());
    }

    [EngineFact]
    public async Task Run_Fails_OutputSoFarIsShownWithCode10()
    {
        ProgramResult result = await probe.RunAsync("run", $"{probe.Name}.fail");

        Assert.Equal(10, result.ExitCode);
        Assert.Equal("partial\n", result.Out);
        Assert.StartsWith("broken\nskillhost: failed: ", result.Error, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Run_EveryOtherEnd_HasACodeOfItsOwn()
    {
        ProgramResult invalid = await probe.RunAsync("run", $"{probe.Name}.echo", "--args", """{"count":"many"}""");
        ProgramResult output = await probe.RunAsync("run", $"{probe.Name}.wrong");
        ProgramResult denied = await probe.RunAsync("run", $"{probe.Name}.echo", "--timeout", "10m");
        ProgramResult late = await probe.RunAsync("run", $"{probe.Name}.wait", "--timeout", "200ms");
        ProgramResult hungry = await probe.RunAsync("run", $"{probe.Name}.hog");

        Assert.Equal([11, 12, 13, 15, 16], [invalid.ExitCode, output.ExitCode, denied.ExitCode, late.ExitCode, hungry.ExitCode]);
        Assert.Contains("invalid_arguments: ", invalid.Error, StringComparison.Ordinal);
        Assert.Contains("count", invalid.Error, StringComparison.Ordinal);
        Assert.Contains("timed_out: ", late.Error, StringComparison.Ordinal);
        Assert.Contains("out_of_memory: ", hungry.Error, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Run_EscapeSequencesInLogs_AreShownAsText()
    {
        ProgramResult result = await probe.RunAsync("run", $"{probe.Name}.escape");

        Assert.Equal("\\u001b[2Jwiped\n", result.Error);
        Assert.Equal("\u001b[31mred\n", result.Out);
    }

    [EngineFact]
    public async Task Run_UnknownFunction_SuggestsTheNearest()
    {
        ProgramResult result = await probe.RunAsync("run", $"{probe.Name}.ehco");

        string message = $"skillhost: no function is named '{probe.Name}.ehco'; did you mean {probe.Name}.echo?\n";
        Assert.Equal(new ProgramResult(2, "", message), result);
    }

    [EngineFact]
    public async Task Run_FolderWithFaults_SaysWhatIsWrongWithIt()
    {
        using SkillsFolder folder = new SkillsFolder().WriteMixed();

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "run", "gamma.run");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("limits.memroy", result.Error, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task StateFolder_Unusable_EndsAsUnavailableWithTheReason()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(
            probe.Root, "", ["run", $"{probe.Name}.echo", "--args", "{}"], "SKILLHOST_StateFolder=/proc/nowhere");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("unavailable", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", result.Error, StringComparison.Ordinal);
    }
}
