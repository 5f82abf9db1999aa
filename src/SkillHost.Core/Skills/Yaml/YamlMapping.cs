namespace SkillHost.Skills.Yaml;

/// <summary>A mapping; its keys are distinct, since the reader reports and drops a repeated one.</summary>
internal sealed record YamlMapping(SourcePlace Place, IReadOnlyList<YamlEntry> Entries) : YamlNode(Place)
{
    /// <summary>The entry of <paramref name="key"/>, or null.</summary>
    public YamlEntry? Find(string key)
    {
        foreach (YamlEntry entry in Entries)
        {
            if (entry.Key.Text == key)
            {
                return entry;
            }
        }

        return null;
    }
}
