using System.Diagnostics;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bu", "build")]
    [InlineData("build --pus", "--push")]
    [InlineData("audit v", "verify")]
    [InlineData("completion f", "fish")]
    [InlineData("build he", "hello")]
    [InlineData("run hello.r", "hello.run")]
    [InlineData("plan hello.", "hello.run")]
    [InlineData("run hello.run --arg-f", "--arg-file")]
    [InlineData("run hello.run --max", "--max-rows")]
    [InlineData("nothing-like-thi", "")]
    public async Task Complete_OfWords_OffersWhatFits(string line, string expected)
    {
        using SkillsFolder folder = Folder();

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, ["complete", "--", .. line.Split(' ')]);

        Assert.Equal(expected, result.Out.TrimEnd('\n'));
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Complete_OfAnEmptyWord_OffersNamesBeforeOptions()
    {
        using SkillsFolder folder = Folder();

        ProgramResult names = await SkillHostProgram.RunAsync(folder.Root, ["complete", "--", "build", ""]);
        ProgramResult options = await SkillHostProgram.RunAsync(folder.Root, ["complete", "--", "build", "-"]);

        Assert.Equal("hello\n", names.Out);
        Assert.Contains("--no-cache\n", options.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_WithABrokenConfiguration_StillOffersVerbs()
    {
        using SkillsFolder folder = Folder();
        folder.Write("appsettings.json", "{ not json");

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, ["complete", "--", "doc"]);

        Assert.Equal(new ProgramResult(0, "doctor\n", ""), result);
    }

    [Fact]
    public async Task BashScript_LoadedByBash_CompletesANameOfAFunction()
    {
        using SkillsFolder folder = Folder();
        const string Script = """
            skillhost() { dotnet "$PROGRAM" "$@"; }
            eval "$(skillhost completion bash)"
            COMP_WORDS=(skillhost run hel); COMP_CWORD=2
            _skillhost
            printf '%s\n' "${COMPREPLY[@]}"
            complete -p skillhost
            """;
        ProcessStartInfo start = new("bash", ["-c", Script]) { WorkingDirectory = folder.Root, RedirectStandardOutput = true };
        start.Environment["PROGRAM"] = SkillHostProgram.File;
        using Process bash = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started");

        string output = await bash.StandardOutput.ReadToEndAsync();

        Assert.Equal("hello.run\ncomplete -o default -F _skillhost skillhost\n", output);
    }

    [Theory]
    [InlineData("zsh", "compdef _skillhost skillhost")]
    [InlineData("fish", "complete -c skillhost")]
    public async Task Script_OfOtherShells_NamesTheProgram(string shell, string expected)
    {
        ProgramResult result = await SkillHostProgram.RunAsync(Path.GetTempPath(), "completion", shell);

        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    private static SkillsFolder Folder()
    {
        SkillsFolder folder = new();
        folder.Write("skills/hello/skill.yaml", """
            apiVersion: skillhost/v1
            name: hello
            version: 1.0.0
            description: Says hello.
            runtime: bash
            functions:
              - name: run
                description: Says hello.
                inputSchema: { type: object, properties: { maxRows: { type: integer } } }
                command: ["bash", "run.sh"]
            """);
        return folder;
    }
}
