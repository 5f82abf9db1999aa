using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>A mapping of the manifest with a fixed set of keys; any other key is a problem.</summary>
internal sealed class Section
{
    private readonly YamlMapping _mapping;

    private Section(YamlMapping mapping, string path, ManifestContext context)
    {
        _mapping = mapping;
        Path = path;
        Context = context;
    }

    /// <summary>Path of the mapping; empty for the whole manifest.</summary>
    public string Path { get; }

    /// <summary>The manifest being read.</summary>
    public ManifestContext Context { get; }

    /// <summary>The section, or null with a problem when <paramref name="node"/> is no mapping.</summary>
    public static Section? Open(YamlNode node, string path, ManifestContext context, params ReadOnlySpan<string> keys)
    {
        string[] known = keys.ToArray();
        context.Note(path, node);
        if (node is not YamlMapping mapping)
        {
            context.Fail(node, path, $"a mapping with the keys {string.Join(", ", known)}");
            return null;
        }

        foreach (YamlEntry entry in mapping.Entries)
        {
            if (!known.Contains(entry.Key.Text))
            {
                // A hint is dear, and one that nobody will see is not worth its time.
                string hint = context.Problems.Full ? "" : NearMiss.Hint(entry.Key.Text, known);
                context.Fail(
                    entry.Key, YamlPath.Key(path, entry.Key.Text), $"the unknown key {Shown.Text(entry.Key.Text)}",
                    $"one of {string.Join(", ", known)}{hint}");
            }
        }

        return new Section(mapping, path, context);
    }

    /// <summary>Path of a key here.</summary>
    public string At(string key) => YamlPath.Key(Path, key);

    /// <summary>The value of a key, or null when it is absent.</summary>
    public YamlNode? Optional(string key)
    {
        YamlNode? value = _mapping.Find(key)?.Value;
        if (value is not null)
        {
            Context.Note(At(key), value);
        }

        return value;
    }

    /// <summary>The value of a key; null, with a problem, when it is absent.</summary>
    public YamlNode? Required(string key, string wanted)
    {
        YamlNode? value = Optional(key);
        if (value is null)
        {
            Context.Fail(_mapping, At(key), "nothing", wanted);
        }

        return value;
    }

    /// <summary>A problem at a key's value, or at the section when the key is absent.</summary>
    public void Fail(string key, string seen, string wanted) => Context.Fail(_mapping.Find(key)?.Value ?? _mapping, At(key), seen, wanted);
}
