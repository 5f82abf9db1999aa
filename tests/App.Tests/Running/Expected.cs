namespace SkillHost.App.Tests.Running;

/// <summary>Compares what people see with a text file. With <c>SKILLHOST_ACCEPT=1</c> the file is rewritten instead.</summary>
internal static class Expected
{
    /// <summary>Fails where <paramref name="seen"/> differs from the file <paramref name="name"/>; blanks at ends do not count.</summary>
    public static void Matches(string name, string seen)
    {
        string trimmed = string.Join('\n', seen.Split('\n').Select(line => line.TrimEnd()));
        if (Environment.GetEnvironmentVariable("SKILLHOST_ACCEPT") == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, "tests", "App.Tests", "Expected", name + ".txt"), trimmed);
            return;
        }

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Expected", name + ".txt")), trimmed);
    }
}
