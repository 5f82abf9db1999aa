using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SkillHost.Skills.Yaml;

/// <summary>
/// Reads one YAML text from the parser's events, so that every value has its place and nothing is ever made of a type the text names.
/// Anchors, aliases, tags and second documents are refused; nesting ends at <see cref="MaximumDepth"/>.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>Mappings and lists within each other.</summary>
    public const int MaximumDepth = 48;

    private readonly Parser _parser;
    private readonly Problems _problems;
    private bool _refusedAnchors;

    private YamlReader(string text, Problems problems)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _problems = problems;
    }

    /// <summary>The text's one value; null, with a problem unless the text is empty, when there is none.</summary>
    public static YamlNode? Read(string text, Problems problems)
    {
        try
        {
            return new YamlReader(text, problems).Document();
        }
        catch (YamlException e)
        {
            problems.Add(Place(e.Start), "", $"text that is not YAML ({Shown.Words(e.Message)})", "one YAML mapping");
            return null;
        }
    }

    private YamlNode? Document()
    {
        while (_parser.MoveNext() && _parser.Current is StreamStart or DocumentStart)
        {
        }

        if (_parser.Current is null or StreamEnd)
        {
            return null;
        }

        YamlNode root = Node("", 0);
        _parser.MoveNext();
        if (_parser.MoveNext() && _parser.Current is DocumentStart second)
        {
            _problems.Add(Place(second.Start), "", "a second document", "one document in the file");
        }

        return root;
    }

    private YamlNode Node(string path, int depth)
    {
        ParsingEvent current = _parser.Current!; // Only called where an event is at hand.
        SourcePlace place = Place(current.Start);
        CheckProperties(current, path, place);
        if (depth > MaximumDepth)
        {
            throw new SyntaxErrorException(current.Start, current.End, $"More than {MaximumDepth} levels of nesting.");
        }

        return current switch
        {
            Scalar scalar => new YamlScalar(place, scalar.Value, scalar.Style == ScalarStyle.Plain),
            SequenceStart => Sequence(place, path, depth),
            MappingStart => Mapping(place, path, depth),
            _ => new YamlScalar(place, "", Plain: true),
        };
    }

    private void CheckProperties(ParsingEvent current, string path, SourcePlace place)
    {
        string? reference = current switch
        {
            AnchorAlias alias => $"the alias *{Shown.Words(alias.Value.Value)}",
            NodeEvent { Anchor.IsEmpty: false } anchored => $"the anchor &{Shown.Words(anchored.Anchor.Value)}",
            _ => null,
        };
        if (reference is not null && !_refusedAnchors)
        {
            // Once is enough: where there is one there are many, and they would hide the rest.
            _refusedAnchors = true;
            _problems.Add(place, path, reference, "every value written out, without anchors and aliases");
        }

        if (current is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            _problems.Add(place, path, $"the tag {Shown.Words(tagged.Tag.ToString())}", "no tags; put text in quotes");
        }
    }

    private YamlSequence Sequence(SourcePlace place, string path, int depth)
    {
        List<YamlNode> items = [];
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
        {
            items.Add(Node(YamlPath.Item(path, items.Count), depth + 1));
        }

        return new YamlSequence(place, items);
    }

    private YamlMapping Mapping(SourcePlace place, string path, int depth)
    {
        List<YamlEntry> entries = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            YamlNode key = Node(path, depth + 1);
            _parser.MoveNext();
            string inner = key is YamlScalar { Text: var text } ? YamlPath.Key(path, text) : path;
            YamlNode value = Node(inner, depth + 1);
            if (key is not YamlScalar scalar || scalar.Type == YamlType.Null)
            {
                _problems.Add(key.Place, path, $"{Shown.Node(key)} as a key", "a word as a key");
            }
            else if (keys.Add(scalar.Text))
            {
                entries.Add(new YamlEntry(scalar, value));
            }
            else
            {
                _problems.Add(scalar.Place, inner, $"the key {Shown.Text(scalar.Text)} a second time", "each key once");
            }
        }

        return new YamlMapping(place, entries);
    }

    private static SourcePlace Place(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
