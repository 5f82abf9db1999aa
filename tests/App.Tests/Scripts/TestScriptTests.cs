using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Scripts;

/// <summary>The sum that test.sh prints last, for every way a run can end.</summary>
public sealed class TestScriptTests : IDisposable
{
    /// <summary>
    /// Runs the tests of a project by writing the results that the environment names: total, executed, passed; then its exit code.
    /// </summary>
    private const string Dotnet = """
        #!/bin/bash
        root=$(cd "$(dirname "$0")/.." && pwd -P)
        echo "dotnet $*" >>"$root/calls"
        if [ "$1" = restore ]; then
          printenv FAKE_restore && exit 1
          exit 0
        fi
        [ "$1" = test ] || exit 0
        project=$(basename "$2" .Tests)
        read -r total executed passed code <<<"$(printenv "FAKE_$project" || echo 0 0 0 0)"
        if [[ "$*" == *--list-tests* ]]; then
          for ((i = 0; i < total; i++)); do echo "    Test$i"; done
          exit 0
        fi
        while [ "$1" != --results-directory ]; do shift; done
        mkdir -p "$2"
        if [ "$total" != none ]; then
          {
            printf '<UnitTestResult testName="A.B" outcome="NotExecuted">\n<Output><ErrorInfo><Message>no such kernel</Message>\n'
            printf '</UnitTestResult>\n<Counters total="%s" executed="%s" passed="%s" failed="0" />\n' "$total" "$executed" "$passed"
          } >"$2/$project.trx"
        fi
        exit "$code"
        """;

    private readonly ScriptFolder _folder = new(Dotnet);

    public TestScriptTests()
    {
        _folder.Write("tests/Docker.Tests/placeholder", "");
        _folder.Write("tests/App.Tests/placeholder", "");
        _folder.Write("skillhost", "#!/bin/sh\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("5 5 5 0", "2 2 2 0", "1 1 1 0", "8 passed, 0 failed", 0)]
    [InlineData("5 5 4 1", "2 2 2 0", "1 1 0 1", "6 passed, 2 failed", 1)]
    [InlineData("5 4 4 0", "2 2 2 0", "0 0 0 0", "6 passed, 0 failed, 1 skipped", 0)]
    [InlineData("5 5 5 0", "none 0 0 134", "1 1 1 0", "6 passed, 1 failed", 1)]
    [InlineData("5 5 5 1", "2 2 2 0", "1 1 1 0", "8 passed, 1 failed", 1)]
    [InlineData("0 0 0 0", "none 0 0 0", "0 0 0 0", "0 passed, 1 failed", 1)]
    public async Task TestScript_ResultsOfThreeProjects_AddsThemUp(string core, string docker, string app, string line, int exitCode)
    {
        ProgramResult result = await _folder.RunAsync("test.sh", [], null, $"FAKE_Core={core}", $"FAKE_Docker={docker}", $"FAKE_App={app}");

        Assert.Equal((exitCode, line), (result.ExitCode, result.Out.TrimEnd('\n').Split('\n')[^1]));
    }

    [Fact]
    public async Task TestScript_TestSkipped_SaysWhy()
    {
        ProgramResult result = await _folder.RunAsync("test.sh", ["--unit"], null, "FAKE_Core=2 1 1 0");

        Assert.Contains("skipped: A.B: no such kernel", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("engine.sh", _folder.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain("tests/App.Tests", _folder.Calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", 1, "0 passed, 1 failed")]
    [InlineData("1", "true", 1, "0 passed, 1 failed")]
    [InlineData("1", "", 0, "3 passed, 0 failed, 5 skipped")]
    public async Task TestScript_NoEngine_FailsUnlessInstallingOneIsForbidden(string forbidden, string ci, int exitCode, string line)
    {
        _folder.Write("eng/engine.sh", "#!/bin/sh\nexit 3\n");

        ProgramResult result = await _folder.RunAsync(
            "test.sh", [], null, "FAKE_Core=3 3 3 0", "FAKE_Docker=4 4 4 0", "FAKE_App=1 1 1 0", $"SKILLHOST_NO_ENGINE_INSTALL={forbidden}",
            $"CI={ci}");

        Assert.Equal((exitCode, line + "\n"), (result.ExitCode, result.Out));
    }

    [Theory]
    [InlineData(
        "error NU1101: Unable to find package Microsoft.SemanticKernel.Abstractions. No packages", 0, "3 passed, 0 failed, 1 skipped",
        "the configured feed does not offer Microsoft.SemanticKernel.Abstractions\n")]
    [InlineData("error NU1101: Unable to find package xunit. No packages", 1, "3 passed, 1 failed", "Unable to find package xunit")]
    [InlineData("error NU1301: Unable to load the service index", 1, "3 passed, 1 failed", "NU1301: Unable to load the service index")]
    public async Task TestScript_RestoreFails_SkipsOnlyWhatTheFeedDoesNotOffer(string log, int exitCode, string line, string said)
    {
        _folder.Write("tests/SemanticKernel.Tests/placeholder", "");

        ProgramResult result = await _folder.RunAsync("test.sh", [], null, "FAKE_Core=3 3 3 0", $"FAKE_restore={log}", "CI=true");

        Assert.Equal((exitCode, line + "\n"), (result.ExitCode, result.Out));
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestScript_UnknownOption_EndsBeforeAnythingRuns()
    {
        ProgramResult result = await _folder.RunAsync("test.sh", ["--fast"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--fast is not an option", result.Error, StringComparison.Ordinal);
        Assert.Equal("", _folder.Calls);
    }

    [Fact]
    public async Task TestScript_Filter_ReachesEveryProject()
    {
        await _folder.RunAsync("test.sh", ["--filter", "Launcher"], null, "FAKE_Core=1 1 1 0");

        Assert.Equal(3, _folder.Calls.Split("--filter FullyQualifiedName~Launcher").Length - 1);
    }
}
