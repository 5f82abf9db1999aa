using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Readme;

[Collection(OwnFolderTests.Name)]
public sealed class OperatingTests
{
    private readonly string _page = Repository.Read("docs/operating.md");

    [EngineFact]
    public async Task Operating_EveryCommand_RunsInAFreshCopy()
    {
        string script = string.Join('\n', ReadmeBlocks.Of(_page, "sh"));
        using RepositoryCopy copy = new();

        ProgramResult result = await Shell.RunAsync(copy.Root, script);

        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}\n{result.Out}\n{result.Error}");
        Assert.Contains("\"words\":2", result.Out, StringComparison.Ordinal);
        Assert.Contains("cgroup v", result.Out, StringComparison.Ordinal);
        Assert.Contains("no such folder", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Operating_EveryJson_IsJson()
    {
        IReadOnlyList<string> blocks = ReadmeBlocks.Of(_page, "json");

        Assert.Equal(3, blocks.Count);
        Assert.All(blocks, block => JsonDocument.Parse(block).Dispose());
    }
}
