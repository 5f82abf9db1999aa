namespace SkillHost.App.Tests.Readme;

/// <summary>The fenced blocks of a Markdown text.</summary>
internal static class ReadmeBlocks
{
    /// <summary>Contents of every block of <paramref name="language"/>, in order.</summary>
    public static IReadOnlyList<string> Of(string markdown, string language)
    {
        List<string> blocks = [];
        List<string>? block = null;
        foreach (string line in markdown.Split('\n'))
        {
            if (block is null && line == $"```{language}")
            {
                block = [];
            }
            else if (block is not null && line == "```")
            {
                blocks.Add(string.Join('\n', block));
                block = null;
            }
            else
            {
                block?.Add(line);
            }
        }

        return blocks;
    }
}
