using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

public sealed class ConfigurationTests : IDisposable
{
    private readonly SkillsFolder _folder = new SkillsFolder().WriteBash("alpha", "echo alpha");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SkillsFolderInFile_IsRelativeToTheFile()
    {
        _folder.Write("etc/appsettings.json", """{ "SkillHost": { "SkillsFolder": "../skills", "ImagesFolder": "../images" } }""");

        ProgramResult result = await SkillHostProgram.RunAsync(
            Path.GetTempPath(), "validate", "alpha", "--config", Path.Combine(_folder.Root, "etc", "appsettings.json"));

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task RootsOfHeadersInFile_AreRelativeToTheFileAndMissedAtOnce()
    {
        const string host = """{ "Host": "api.test:80", "Header": { "Name": "Authorization", "Secret": "TOKEN", "Roots": "roots.pem" } }""";
        string file = Path.Combine(_folder.Root, "etc", "appsettings.json");
        _folder.Write("etc/appsettings.json", $$"""
            { "SkillHost": { "SkillsFolder": "../skills", "ImagesFolder": "../images",
              "Policies": { "AllowHosts": [{{host}}], "Skills": { "alpha": { "AllowHosts": [{{host}}] } } } } }
            """);

        ProgramResult missing = await SkillHostProgram.RunAsync(Path.GetTempPath(), "validate", "alpha", "--config", file);
        _folder.Write("etc/roots.pem", "");
        ProgramResult there = await SkillHostProgram.RunAsync(Path.GetTempPath(), "validate", "alpha", "--config", file);

        Assert.Equal((2, 0), (missing.ExitCode, there.ExitCode));
        string wrong = $"AllowHosts:0:Header:Roots: seen \"{Path.Combine(_folder.Root, "etc", "roots.pem")}\", wanted the path of";
        Assert.Contains($"SkillHost:Policies:{wrong}", missing.Error, StringComparison.Ordinal);
        Assert.Contains($"SkillHost:Policies:Skills:alpha:{wrong}", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_WinsOverFile_AndFlagOverBoth()
    {
        _folder.Write("appsettings.json", """{ "SkillHost": { "SkillsFolder": "nowhere-file" } }""");
        string[] environment = ["SKILLHOST_SkillsFolder=nowhere-environment"];

        ProgramResult file = await SkillHostProgram.RunAsync(_folder.Root, "validate");
        ProgramResult byEnvironment = await SkillHostProgram.RunAsync(_folder.Root, "", ["validate"], environment);
        ProgramResult byFlag = await SkillHostProgram.RunAsync(_folder.Root, "", ["validate", "--skills", "skills"], environment);

        Assert.Contains("nowhere-file", file.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere-environment", byEnvironment.Error, StringComparison.Ordinal);
        Assert.Equal(0, byFlag.ExitCode);
    }

    [Fact]
    public async Task HomeOfTheProgram_IsUsedWhereTheWorkingDirectoryHasNoFile()
    {
        _folder.Write("appsettings.json", "{}");

        ProgramResult result = await SkillHostProgram.RunAsync(Path.GetTempPath(), "", ["validate"], $"SKILLHOST_HOME={_folder.Root}");

        Assert.Equal("1 skill valid, 0 not, 0 errors\n", result.Out);
    }

    [Fact]
    public async Task FileThatIsNoJson_IsNamedWithItsPlace()
    {
        _folder.Write("appsettings.json", "{ \"SkillHost\": ");

        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "list");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("appsettings.json", result.Error, StringComparison.Ordinal);
        Assert.Contains("LineNumber", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoEngine_BuildSaysWhereItLookedWithCode3()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(
            _folder.Root, "", ["build"], $"DOCKER_HOST=unix://{_folder.Root}/no.sock");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("no.sock", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyWrongKeys_AreAllReportedAtOnceEachByItsKey()
    {
        _folder.Write("appsettings.json", """
            {
              "SkillHost": {
                "Sandboxs": {},
                "Sandboxes": { "QueueLength": -1, "QueueTimeout": "soon" },
                "Images": { "BuildCpus": 1000, "ApprovedBases": ["a b"], "Folder": "x" },
                "Audit": { "Enabled": "maybe", "FileBytes": 5 },
                "Invocations": { "MaxJsonDepth": 1 },
                "Policies": { "Ceilings": { "Memory": "lots" }, "MaxMounts": 99 },
                "Docker": { "PullTimeout": "9.00:00:00" }
              }
            }
            """);

        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "", ["list"], "SKILLHOST_Invocations__MaxArgumentBytes=1");

        string[] lines = result.Error.TrimEnd().Split('\n');
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.All(lines, line => Assert.Matches(@"^skillhost: SkillHost:[\w:]+: seen .+, wanted .+$", line));
        Assert.Equal(
            [
                "Audit:Enabled", "Audit:FileBytes", "Docker:PullTimeout", "Images:ApprovedBases", "Images:BuildCpus", "Images:Folder",
                "Invocations:MaxArgumentBytes", "Invocations:MaxJsonDepth", "Policies:Ceilings:Memory", "Policies:MaxMounts",
                "Sandboxes:QueueLength", "Sandboxes:QueueTimeout", "Sandboxs",
            ],
            lines.Select(line => line.Split(": ")[1]["SkillHost:".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task NoEngine_RunSaysWhyOnOneLineAndWithoutAStack()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(
            _folder.Root, "", ["run", "alpha.run", "--args", "{}"], $"DOCKER_HOST=unix://{_folder.Root}/no.sock");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("no.sock", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.Error.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Settings_WrongInSeveralSections_AreNamedTogetherAndOnceEach()
    {
        _folder.Write("appsettings.json", """
            { "SkillHost": { "SkilsFolder": "x", "Policies": { "Ceilings": { "Memory": "1G" } }, "Sandboxes": { "QueueTimeout": "soon" } } }
            """);

        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "list");

        Assert.Equal(2, result.ExitCode);
        string[] lines = result.Error.TrimEnd().Split('\n');
        Assert.Equal(lines.Distinct(), lines);
        Assert.All(
            (string[])["SkillHost:SkilsFolder:", "SkillHost:Policies:Ceilings:Memory:", "SkillHost:Sandboxes:QueueTimeout:"],
            key => Assert.Single(lines, line => line.Contains(key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SkillsFolder_Absent_IsNamedWithTheOptionThatSetsIt()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "--skills", "nowhere", "list");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("nowhere': no such folder", result.Error, StringComparison.Ordinal);
        Assert.Contains("--skills", result.Error, StringComparison.Ordinal);
    }
}
