namespace SkillHost.Schemas.Compilation;

/// <summary>Where a keyword's value holds subschemas.</summary>
internal enum KeywordShape
{
    /// <summary>Nowhere.</summary>
    Plain,

    /// <summary>It is one.</summary>
    Schema,

    /// <summary>It is a list of them.</summary>
    SchemaList,

    /// <summary>It is an object whose properties are.</summary>
    SchemaMap,
}
