using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

public sealed class ListTests : IDisposable
{
    private readonly SkillsFolder _folder = new SkillsFolder().WriteMixed();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_FunctionsAndFaults_ShowsBothApart()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "list");

        Assert.Equal(0, result.ExitCode);
        Expected.Matches("list", result.Out);
        Expected.Matches("list-left-out", result.Error);
    }

    [Fact]
    public async Task List_Json_HoldsSchemasLimitsAndFailures()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "list", "--json");

        JsonElement root = JsonDocument.Parse(result.Out).RootElement;
        JsonElement add = root.GetProperty("functions").EnumerateArray().Single(f => f.GetProperty("function").GetString() == "beta.add");
        Assert.Equal("beta_add", add.GetProperty("tool").GetString());
        Assert.Equal(64 << 20, add.GetProperty("limits").GetProperty("memoryBytes").GetInt64());
        Assert.Equal("none", add.GetProperty("limits").GetProperty("network").GetString());
        Assert.Equal("number", add.GetProperty("outputSchema").GetProperty("type").GetString());
        Assert.Contains(root.GetProperty("failures").EnumerateArray(), f => f.GetProperty("path").GetString() == "limits.memroy");
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task List_SkillsOptionAfterAndBeforeTheVerb_MeanTheSame()
    {
        string skills = Path.Combine(_folder.Root, "skills");
        ProgramResult after = await SkillHostProgram.RunAsync(Path.GetTempPath(), "list", "--skills", skills);
        ProgramResult before = await SkillHostProgram.RunAsync(Path.GetTempPath(), "--skills", skills, "list");

        Assert.Contains("beta.add", after.Out, StringComparison.Ordinal);
        Assert.Equal(after, before);
    }

    [Fact]
    public async Task List_EmptyFolder_SaysSo()
    {
        using SkillsFolder empty = new();

        ProgramResult result = await SkillHostProgram.RunAsync(empty.Root, "list");

        Assert.Equal(new ProgramResult(0, "No functions.\n", ""), result);
    }
}
