using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Scripts;

public sealed class LauncherTests : IDisposable
{
    /// <summary>Publishes a program by making its file, and runs one by printing what it was given.</summary>
    private const string Dotnet = """
        #!/bin/bash
        root=$(cd "$(dirname "$0")/.." && pwd -P)
        case $1 in
          --version) echo "${FAKE_SDK:-10.0.401}" ;;
          --list-sdks) echo "8.0.100 [/usr/share/dotnet/sdk]" ;;
          publish)
            echo "publish $*" >>"$root/calls"
            case "$*" in *CompileAhead=true*) [ -z "$FAKE_NO_CROSSGEN" ] || {
              echo "error NU1102: Unable to find package Microsoft.NETCore.App.Crossgen2"; exit 1; } ;; esac
            [ -z "$FAKE_BROKEN" ] || { echo "Program.cs(1,1): error CS1002: ; expected"; exit 1; }
            while [ "$1" != -o ]; do shift; done
            mkdir -p "$2" && echo program >"$2/skillhost.dll"
            ;;
          *)
            shift
            printf 'home=%s' "$SKILLHOST_HOME"
            printf ' [%s]' "$@"
            exit "${FAKE_EXIT:-0}"
            ;;
        esac
        """;

    private readonly ScriptFolder _folder = new(Dotnet);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Launcher_FirstRun_BuildsAndPassesArgumentsAndExitCodeThrough()
    {
        ProgramResult result = await _folder.RunAsync("skillhost", ["run", "a.b", "--args", "{\"x\": \"y z\"}"], null, "FAKE_EXIT=15");

        Assert.Equal(15, result.ExitCode);
        Assert.Equal($"home={_folder.Root} [run] [a.b] [--args] [{{\"x\": \"y z\"}}]", result.Out);
        Assert.Contains("Building SkillHost", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("build-init.sh\n", _folder.Calls, StringComparison.Ordinal);
        Assert.Contains("\npublish ", _folder.Calls, StringComparison.Ordinal);
        Assert.Contains("\ndotnet-files.sh\n", _folder.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launcher_NothingChanged_BuildsNothingAndSaysNothing()
    {
        await _folder.RunAsync("skillhost", ["list"]);
        string before = _folder.Calls;

        ProgramResult result = await _folder.RunAsync("skillhost", ["list"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(before, _folder.Calls);
    }

    [Theory]
    [InlineData("src/Program.cs")]
    [InlineData("src/New.cs")]
    [InlineData("eng/build-init.sh")]
    [InlineData("Directory.Packages.props")]
    public async Task Launcher_SourceChanged_BuildsAgain(string path)
    {
        await _folder.RunAsync("skillhost", ["list"]);
        string before = _folder.Calls;
        _folder.Write(path, "#!/bin/sh\n# another content");

        ProgramResult result = await _folder.RunAsync("skillhost", ["list"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("publish", _folder.Calls[before.Length..], StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Root, "artifacts"), "app-*"));
    }

    [Fact]
    public async Task Launcher_ThroughLinksFromElsewhere_FindsItsFolder()
    {
        string elsewhere = Directory.CreateDirectory(Path.Combine(_folder.Root, "elsewhere")).FullName;
        File.CreateSymbolicLink(Path.Combine(elsewhere, "one"), "../skillhost");
        File.CreateSymbolicLink(Path.Combine(elsewhere, "two"), Path.Combine(elsewhere, "one"));

        ProgramResult result = await _folder.RunAsync("elsewhere/two", ["list"], "/");

        Assert.Equal((0, $"home={_folder.Root} [list]"), (result.ExitCode, result.Out));
    }

    [Theory]
    [InlineData("demo", true)]
    [InlineData("--config demo.json demo --json", true)]
    [InlineData("demo --help", false)]
    [InlineData("list", false)]
    [InlineData("--skills demo list", false)]
    [InlineData("run demo", false)]
    public async Task Launcher_DemoAlone_SeesToEngineAndBaseImage(string line, bool expected)
    {
        await _folder.RunAsync("skillhost", line.Split(' '));

        Assert.Equal(expected, _folder.Calls.Contains("engine.sh\nbase-image.sh", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Launcher_DemoWithoutEngine_EndsWithTheScriptsExitCode()
    {
        _folder.Write("eng/engine.sh", "#!/bin/sh\necho no engine >&2\nexit 3\n");

        ProgramResult result = await _folder.RunAsync("skillhost", ["demo"]);

        Assert.Equal((3, ""), (result.ExitCode, result.Out));
        Assert.EndsWith("no engine\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launcher_BuildFails_ShowsTheLogAndRunsNothing()
    {
        ProgramResult result = await _folder.RunAsync("skillhost", ["list"], null, "FAKE_BROKEN=1");

        Assert.Equal((70, ""), (result.ExitCode, result.Out));
        Assert.Contains("error CS1002: ; expected", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _folder.RunAsync("skillhost", ["list"])).ExitCode);
    }

    [Fact]
    public async Task Launcher_FeedWithoutAheadCompiler_PublishesWithoutIt()
    {
        ProgramResult result = await _folder.RunAsync("skillhost", ["list"], null, "FAKE_NO_CROSSGEN=1");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("CompileAhead=false", _folder.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launcher_OlderSdk_SaysWhichIsNeeded()
    {
        ProgramResult result = await _folder.RunAsync("skillhost", ["list"], null, "FAKE_SDK=8.0.100");

        Assert.Equal(127, result.ExitCode);
        Assert.Contains(".NET 10 SDK is needed", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("publish", _folder.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launcher_TwoAtOnceAfterAChange_BuildOnce()
    {
        ProgramResult[] results = await Task.WhenAll(_folder.RunAsync("skillhost", ["list"]), _folder.RunAsync("skillhost", ["list"]));

        Assert.All(results, result => Assert.Equal(0, result.ExitCode));
        Assert.Single(_folder.Calls.Split('\n'), line => line.StartsWith("publish", StringComparison.Ordinal));
    }
}
