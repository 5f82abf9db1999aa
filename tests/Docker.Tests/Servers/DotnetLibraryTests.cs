using SkillHost.Docker.Tests.Calls;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Servers;

/// <summary>What a skill for .NET brings: a library built elsewhere, sources that do not compile, code hostile when loaded.</summary>
public sealed class DotnetLibraryTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Good = "public static class T { [System.ComponentModel.Description(\"One.\")] public static int One() => 1; ";

    private readonly string _temporary = Directory.CreateTempSubdirectory("skillhost-library-").FullName;
    private readonly RealHost _host;

    public DotnetLibraryTests()
    {
        _host = new RealHost(Path.Combine(_temporary, "state"), new Dictionary<string, string?>
        {
            ["SkillHost:SkillsFolder"] = Path.Combine(_temporary, "skills"),
            ["SkillHost:Warm:Enabled"] = "false",
        });
    }

    private string Name { get; } = "shapes-" + Guid.NewGuid().ToString("n")[..8];

    private string Skill => Directory.CreateDirectory(Path.Combine(_temporary, "skills", Name)).FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await TestImages.RemoveAsync(Name);
        Directory.Delete(_temporary, recursive: true);
    }

    [Fact]
    public async Task Library_BuiltElsewhere_IsServedWithItsOwnDependencies()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent?.Name ?? "Debug";
        string built = Path.Combine(Repository.Root, "tests", "Libraries", "Shapes", "bin", configuration, "net10.0");
        string publish = Directory.CreateDirectory(Path.Combine(Skill, "publish")).FullName;
        foreach (string file in Directory.EnumerateFiles(built))
        {
            File.Copy(file, Path.Combine(publish, Path.GetFileName(file)));
        }

        // Beside a library that is there, sources are left alone.
        File.WriteAllText(Path.Combine(Skill, "Broken.cs"), "class {");
        ImageBuildReport report = await BuildAsync();
        SkillCatalog catalog = await _host.Get<ISkillHost>().LoadAsync();
        InvocationResult version = await _host.CallAsync($"{Name}.which_runner", "{}");
        InvocationResult area = await _host.CallAsync($"{Name}.circle_area", """{"radius":1}""");

        Assert.True(report.Outcome is ImageBuildOutcome.Built or ImageBuildOutcome.UpToDate, report.Message);
        Assert.Equal(["circle_area", "which_runner"], catalog.Functions.Select(f => f.Callable.Function.Name).Order());
        Assert.Equal("9.9.9.0", version.Value?.GetString());
        Assert.Equal(Math.PI, area.Value?.GetDouble());
    }

    [Theory]
    [InlineData(Good + "static T() => throw new System.FormatException(\"broken\"); }", "FormatException: broken (T.cs, line 1")]
    [InlineData(Good + "static T() => System.Environment.Exit(0); }", "exit code 0")]
    [InlineData(Good + "static T() { while (true) { } } }", "")]
    public async Task Load_OfALibraryThatCannotBeServed_IsRefusedAndLeavesNothing(string source, string said)
    {
        File.WriteAllText(Path.Combine(Skill, "T.cs"), source);

        ImageBuildReport report = await BuildAsync();
        SkillCatalog after = await _host.Get<ISkillHost>().LoadAsync();
        await AssertNothingLeftAsync();

        string all = $"{report.Message} {string.Join('\n', report.Failures)} {string.Join('\n', report.OutputTail)}";
        Assert.True(report.Outcome is ImageBuildOutcome.Refused or ImageBuildOutcome.Failed, all);
        Assert.Contains(said, all, StringComparison.Ordinal);
        Assert.Empty(after.Functions);
    }

    [Fact]
    public async Task Build_OfSourcesThatDoNotCompile_SaysWhere()
    {
        File.WriteAllText(Path.Combine(Skill, "T.cs"), "public class T { int x = ; }");

        ImageBuildReport report = await BuildAsync();

        Assert.Equal(ImageBuildOutcome.Failed, report.Outcome);
        Assert.Contains(report.OutputTail, line => line.Contains("T.cs(1,26): error CS1525", StringComparison.Ordinal));
    }

    // A container's removal may still be under way when its build has ended.
    private async Task AssertNothingLeftAsync()
    {
        string id = (await File.ReadAllTextAsync(Path.Combine(_temporary, "state", "id"))).Trim();
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        while ((await _host.Engine.ListAsync(new Dictionary<string, string> { [SandboxLabels.Owner] = "" }, deadline.Token))
            .Any(container => container.Name.StartsWith($"skillhost-{id}-", StringComparison.Ordinal)))
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    private async Task<ImageBuildReport> BuildAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Skill, "skill.yaml"), $$"""
            apiVersion: skillhost/v1
            name: {{Name}}
            version: 1.0.0
            description: Serves a library.
            runtime: dotnet
            module: shape_tools
            limits: { timeout: 3s }

            """);
        await _host.Get<ISkillHost>().LoadAsync();
        return Assert.Single(await _host.Get<IImageBuilder>().BuildAsync(
            _host.Catalog.Skills, new ImageBuildRequest(), new Progress<ImageBuildProgress>(), CancellationToken.None));
    }
}
