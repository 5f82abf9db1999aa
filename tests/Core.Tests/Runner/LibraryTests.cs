using SkillHost.Runner;

namespace SkillHost.Core.Tests.Runner;

/// <summary>Which file the module of a manifest is.</summary>
public sealed class LibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skillhost-runner-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("date_math.dll")]
    [InlineData("DateMath.dll")]
    [InlineData("publish/DateMath.dll")]
    public void Find_LibraryInAnySpelling_IsThat(string file)
    {
        Write("Other.dll");
        string wanted = Write(file);

        Assert.Equal(wanted, Library.Find(_folder, "date_math", Path.Combine(_folder, "compiled")));
    }

    [Fact]
    public void Find_CompiledByTheBuild_GoesFirst()
    {
        Write("DateMath.dll");
        string compiled = Write("compiled/date_math.dll");

        Assert.Equal(compiled, Library.Find(_folder, "date_math", Path.Combine(_folder, "compiled")));
    }

    [Fact]
    public void Find_NoSuchLibrary_SaysWhatIsWanted()
    {
        Write("Other.dll");

        RefusedException refused = Assert.Throws<RefusedException>(() => Library.Find(_folder, "date_math", _folder));

        Assert.StartsWith("there is no library date_math: wanted date_math.cs", refused.Message, StringComparison.Ordinal);
        Assert.Contains("DateMath.dll", refused.Message, StringComparison.Ordinal);
    }

    private string Write(string file)
    {
        string path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
        File.WriteAllText(path, "");
        return path;
    }
}
