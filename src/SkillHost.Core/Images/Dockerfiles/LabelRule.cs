namespace SkillHost.Images.Dockerfiles;

/// <summary>LABEL: the host's own names are not an author's to set.</summary>
internal sealed class LabelRule(DockerfileFailures failures)
{
    /// <summary>Checks one.</summary>
    public void Check(DockerfileInstruction instruction, char escape)
    {
        IReadOnlyList<string> words = DockerfileWords.Split(instruction.Rest, escape);
        bool pairs = words[0].Contains('=');
        foreach (string word in words.Take(pairs ? words.Count : 1))
        {
            string key = DockerfileWords.Unquote(word, escape).Split('=')[0].Trim();
            if (key.StartsWith("skillhost", StringComparison.OrdinalIgnoreCase) || key.Contains('$'))
            {
                failures.Add(instruction, "a literal label name that does not start with skillhost");
            }
        }
    }
}
