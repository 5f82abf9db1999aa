using System.Text.Json;

namespace SkillHost.Mcp;

/// <summary>What a server lists as its tools.</summary>
/// <param name="All">The tools as sent, in the order listed.</param>
/// <param name="Hash">Stands for names, descriptions, schemas and hints of them all, in whatever order.</param>
public sealed record McpTools(IReadOnlyList<JsonElement> All, string Hash);
