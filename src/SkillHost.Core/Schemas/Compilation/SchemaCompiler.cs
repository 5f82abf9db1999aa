using System.Text.Json;
using SkillHost.Schemas.Keywords;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Compilation;

/// <summary>Turns a schema into nodes. Works through a queue, so that no schema is too deep to compile.</summary>
internal sealed class SchemaCompiler
{
    private const int MaxNodes = 50_000;
    private readonly Dictionary<(SchemaDocument, string), SchemaNode> _nodes = [];
    private readonly Queue<(SchemaNode Node, SchemaLocation Location)> _open = [];
    private readonly Dictionary<SchemaResource, SchemaResource> _resources = [];
    private readonly List<string> _ignored = [];
    private readonly SchemaRegistry _registry;

    public SchemaCompiler(IReadOnlyDictionary<Uri, JsonElement> documents)
    {
        _registry = new SchemaRegistry(documents, Problems);
        Resolver = new ReferenceResolver(_registry);
    }

    /// <summary>Everything wrong with the schema.</summary>
    public ProblemList Problems { get; } = new();

    /// <summary>Resolves references.</summary>
    public ReferenceResolver Resolver { get; }

    /// <summary>Whether any reference depends on how its schema was reached.</summary>
    public bool UsesDynamicScope { get; set; }

    /// <summary>Keywords that mean nothing in this draft, as pointers.</summary>
    public IReadOnlyList<string> Ignored => _ignored;

    /// <summary>Compiles <paramref name="schema"/> and all it refers to.</summary>
    public SchemaNode Compile(JsonElement schema)
    {
        SchemaLocation location = _registry.Open(schema);
        SchemaNode root = NodeAt(location with { Resource = location.Resource.Document.Resources[""] });
        Work();
        if (UsesDynamicScope)
        {
            FillScopes();
        }

        if (Problems.All.Count == 0 && LoopFinder.Find(_nodes.Values) is { } loop)
        {
            Problems.Add(location.Resource.Document, loop.Location, "$ref", "refers back to itself without ever looking into the value");
        }

        return root;
    }

    /// <summary>The node of the schema at <paramref name="location"/>, compiled now or later.</summary>
    public SchemaNode NodeAt(SchemaLocation location)
    {
        (SchemaDocument, string) key = (location.Resource.Document, location.Pointer);
        if (!_nodes.TryGetValue(key, out SchemaNode? node))
        {
            node = new SchemaNode(location.Resource.Document.Place(location.Pointer));
            _nodes.Add(key, node);
            _open.Enqueue((node, location));
        }

        return node;
    }

    private void Work()
    {
        while (_open.TryDequeue(out (SchemaNode Node, SchemaLocation Location) next))
        {
            if (_nodes.Count > MaxNodes)
            {
                Problems.Add(next.Location.Resource.Document, "", "$defs", $"must have at most {MaxNodes} subschemas");
                return;
            }

            Fill(next.Node, next.Location);
        }
    }

    private void Fill(SchemaNode node, SchemaLocation location)
    {
        switch (location.Element.ValueKind)
        {
            case JsonValueKind.True:
                return;
            case JsonValueKind.False:
                node.Fill([new NeverKeyword()], []);
                return;
            case JsonValueKind.Object:
                _resources.TryAdd(location.Resource, location.Resource);
                Fill(node, new SchemaReader(this, location), location);
                return;
            default:
                string message = $"must be a schema, an object or a boolean, got {Quote.Value(location.Element)}";
                Problems.Add(location.Resource.Document, location.Pointer, "", message);
                return;
        }
    }

    private void Fill(SchemaNode node, SchemaReader reader, SchemaLocation location)
    {
        (List<Keyword> keywords, List<Keyword> unevaluated) = ([], []);
        if (reader.Dialect.Validation)
        {
            ValidationReader.Read(reader, keywords);
        }

        if (reader.Dialect.Applicator)
        {
            ApplicatorReader.Read(reader, keywords);
        }

        CoreReader.Read(reader, this, keywords);
        if (reader.Dialect.Unevaluated && reader.Schema("unevaluatedItems") is { } items)
        {
            unevaluated.Add(new UnevaluatedItemsKeyword(items));
        }

        if (reader.Dialect.Unevaluated && reader.Schema("unevaluatedProperties") is { } properties)
        {
            unevaluated.Add(new UnevaluatedPropertiesKeyword(node, properties));
        }

        node.Fill(keywords, unevaluated);
        if (location.Resource.Document.Primary)
        {
            IEnumerable<string> unknown = reader.Names.Where(n => !KnownKeywords.Contains(n));
            _ignored.AddRange(unknown.Select(n => $"{location.Pointer}/{JsonPointer.Escape(n)}"));
        }
    }

    // Compiling an anchor may reach further resources, whose anchors then count as well.
    private void FillScopes()
    {
        HashSet<SchemaResource> filled = [];
        while (_resources.Keys.FirstOrDefault(r => !filled.Contains(r)) is { } resource)
        {
            filled.Add(resource);
            foreach (string anchor in resource.DynamicAnchors)
            {
                if (Resolver.Resolve(resource, $"#{anchor}") is { } target)
                {
                    resource.Scope.Anchors[anchor] = NodeAt(target);
                }
            }

            Work();
        }

        foreach (((SchemaDocument document, string pointer), SchemaNode node) in _nodes)
        {
            node.Scope = ResourceAt(document, pointer).Scope;
        }
    }

    private static SchemaResource ResourceAt(SchemaDocument document, string pointer)
    {
        string at = pointer;
        while (at.Length > 0 && !document.Resources.ContainsKey(at))
        {
            at = at[..at.LastIndexOf('/')];
        }

        return document.Resources[at];
    }
}
