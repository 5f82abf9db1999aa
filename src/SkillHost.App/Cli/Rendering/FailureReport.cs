using SkillHost.Skills;

namespace SkillHost.App.Cli.Rendering;

/// <summary>What is wrong with skill folders, one line each, as compilers write it.</summary>
internal static class FailureReport
{
    /// <summary>Number of folders that have a failure.</summary>
    public static int Folders(IEnumerable<SkillFailure> failures) => failures.Select(Folder).Distinct().Count();

    /// <summary>Folder of a failure's file.</summary>
    public static string Folder(SkillFailure failure) => failure.File.Split('/', 2)[0];

    /// <summary>Writes every failure: folders in ordinal order, then as found.</summary>
    public static void Write(TextWriter output, IEnumerable<SkillFailure> failures)
    {
        foreach (SkillFailure failure in failures.OrderBy(Folder, StringComparer.Ordinal))
        {
            output.WriteLine(SafeText.CleanLine(failure.ToString()));
        }
    }

    /// <summary>Writes what is wrong and serves all the same.</summary>
    public static void WriteWarnings(TextWriter output, IReadOnlyList<SkillFailure> warnings)
    {
        if (warnings.Count > 0)
        {
            output.WriteLine("\nNot as approved, and in use all the same:");
            Write(output, warnings);
        }
    }
}
