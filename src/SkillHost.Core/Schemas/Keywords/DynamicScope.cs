namespace SkillHost.Schemas.Keywords;

/// <summary>The dynamic anchors of one schema resource.</summary>
internal sealed class DynamicScope
{
    /// <summary>Schemas by the name of their <c>$dynamicAnchor</c>; filled once, while compiling.</summary>
    public Dictionary<string, SchemaNode> Anchors { get; } = new(StringComparer.Ordinal);
}
