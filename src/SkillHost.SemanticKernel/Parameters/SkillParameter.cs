using System.Text.Json;

namespace SkillHost.SemanticKernel.Parameters;

/// <summary>One parameter of a function.</summary>
/// <param name="Name">As the input schema spells it.</param>
/// <param name="IsRequired">Whether no call is valid without it.</param>
/// <param name="Schema">Its schema, an object that refers to nothing outside itself.</param>
internal sealed record SkillParameter(string Name, bool IsRequired, JsonElement Schema);
