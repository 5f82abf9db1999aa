using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Readme;

[Collection(OwnFolderTests.Name)]
public sealed class HttpDocTests
{
    private readonly string _page = Repository.Read("docs/http.md");

    [EngineFact]
    public async Task Http_EveryCommand_RunsInAFreshCopyAndSaysWhatItPromises()
    {
        string script = string.Join('\n', ReadmeBlocks.Of(_page, "sh"));
        using RepositoryCopy copy = new();

        ProgramResult result = await Shell.RunAsync(copy.Root, script);

        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}\n{result.Out}\n{result.Error}");
        Assert.Contains("\"words\":6", result.Out, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"invalid_arguments\"", result.Out, StringComparison.Ordinal);
        Assert.Contains("}400\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("event: result\ndata: {\"type\":\"result\"", result.Out, StringComparison.Ordinal);
        Assert.Matches("\\{\"session\":\"[0-9a-f]{32}\"\\}", result.Out);
    }
}
