namespace SkillHost.Schemas.Keywords;

/// <summary>The types of JSON Schema, in the order in which messages name them.</summary>
[Flags]
internal enum JsonTypes
{
    String = 1,
    Integer = 2,
    Number = 4,
    Boolean = 8,
    Object = 16,
    Array = 32,
    Null = 64,
}
