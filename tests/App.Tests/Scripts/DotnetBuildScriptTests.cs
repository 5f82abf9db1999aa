using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Scripts;

/// <summary>What the build of a skill for .NET refuses before it compiles anything.</summary>
public sealed class DotnetBuildScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skillhost-dotnet-build-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("there is neither a library mine.dll nor a C# source: wanted one of them", "notes.txt", "bin/A.cs", "obj/B.cs")]
    [InlineData("mine.csproj refers to packages or projects, which this build does not fetch: wanted", "A.cs", "mine.csproj")]
    public async Task Build_OfWhatItCannotCompile_SaysWhatIsWanted(string said, params string[] files)
    {
        Write(files);

        ProgramResult result = await RunAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(said, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mine.dll")]
    [InlineData("publish/Mine.dll")]
    public async Task Build_LibraryIsThere_IsLeftAsItIs(string library)
    {
        Write(library, "A.cs", "mine.csproj");

        ProgramResult result = await RunAsync();

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    private void Write(params string[] files)
    {
        foreach (string path in files.Select(file => Path.Combine(_folder, file)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
            File.WriteAllText(path, "<PackageReference Include=\"Some\" />");
        }
    }

    private Task<ProgramResult> RunAsync() =>
        ScriptFolder.StartAsync(Path.Combine(Repository.Root, "images", "dotnet", "build.sh"), ["mine"], _folder, []);
}
