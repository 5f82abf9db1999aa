using System.Text.Json;
using SkillHost.Schemas.Keywords;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Compilation;

/// <summary>Reads the core vocabulary and the annotations.</summary>
internal static class CoreReader
{
    /// <summary>Reads references.</summary>
    public static void Read(SchemaReader reader, SchemaCompiler compiler, List<Keyword> keywords)
    {
        reader.SchemaMap("$defs");
        reader.Schema("contentSchema");
        CheckVocabulary(reader);
        if (Target(reader, compiler, "$ref") is { } target)
        {
            keywords.Add(new RefKeyword(compiler.NodeAt(target)));
        }

        if (Target(reader, compiler, "$dynamicRef") is { } first)
        {
            string? anchor = compiler.Resolver.DynamicAnchor(reader.Resource, reader.Value("$dynamicRef")!.Value.GetString()!);
            SchemaNode node = compiler.NodeAt(first);
            keywords.Add(anchor is null ? new RefKeyword(node) : new DynamicRefKeyword(anchor, node));
            compiler.UsesDynamicScope |= anchor is not null;
        }

        foreach ((string name, JsonValueKind kind) in KnownKeywords.Annotations)
        {
            reader.Value(name, kind);
        }
    }

    private static void CheckVocabulary(SchemaReader reader)
    {
        if (reader.Value("$vocabulary", JsonValueKind.Object) is { } vocabulary
            && vocabulary.EnumerateObject().Any(v => v.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)))
        {
            reader.Problem("$vocabulary", "must map each vocabulary to true or false");
        }
    }

    private static SchemaLocation? Target(SchemaReader reader, SchemaCompiler compiler, string keyword)
    {
        if (reader.Value(keyword, JsonValueKind.String) is not { } reference)
        {
            return null;
        }

        SchemaLocation? target = compiler.Resolver.Resolve(reader.Resource, reference.GetString()!);
        if (target is null)
        {
            reader.Problem(keyword, $"refers to {Quote.Value(reference)}, which is not in this schema; other documents are never fetched");
        }

        return target;
    }
}
