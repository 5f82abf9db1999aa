namespace SkillHost.Core.Tests.McpDoor;

/// <summary>What came back for one request.</summary>
internal sealed record RawAnswer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
