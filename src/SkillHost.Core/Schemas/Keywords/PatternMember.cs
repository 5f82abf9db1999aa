using SkillHost.Schemas.Patterns;

namespace SkillHost.Schemas.Keywords;

/// <summary>One entry of <c>patternProperties</c>.</summary>
internal sealed record PatternMember(SafePattern Pattern, SchemaNode Schema);
