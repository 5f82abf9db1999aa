using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary>One rule of a schema. Immutable once compiled.</summary>
internal abstract class Keyword
{
    /// <summary>Schemas that look at the same value as this keyword does, not at a part of it.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];

    /// <summary>Property names that this keyword knows, to suggest the one that was meant.</summary>
    public virtual IEnumerable<string> KnownNames => [];

    /// <summary>
    /// Whether <paramref name="value"/> meets the rule; misses are reported to <paramref name="run"/>, and evaluated parts marked in
    /// <paramref name="marks"/> where anyone asks.
    /// </summary>
    public abstract bool Holds(JsonElement value, Evaluation run, Marks? marks);
}
