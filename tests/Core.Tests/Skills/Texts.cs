using System.Runtime.CompilerServices;
using SkillHost.Skills;

namespace SkillHost.Tests.Skills;

/// <summary>What people read, compared with the text files beside the tests.</summary>
internal static class Texts
{
    /// <summary>The failures as the program prints them, one a line.</summary>
    public static string Report(IEnumerable<SkillFailure> failures) => string.Concat(failures.Select(f => f + "\n"));

    /// <summary>
    /// Compares with <c>Expected/name.txt</c> in the folder of the calling test; SKILLHOST_ACCEPT=1 writes the file instead.
    /// </summary>
    public static void AssertExpected(string actual, string name, [CallerFilePath] string caller = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(caller)!, "Expected", name + ".txt");
        if (Environment.GetEnvironmentVariable("SKILLHOST_ACCEPT") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual, ignoreLineEndingDifferences: true);
    }
}
