namespace SkillHost.Skills;

/// <summary>How a function of a skill is called inside its container.</summary>
public enum SkillProtocol
{
    /// <summary>One process per call: arguments as JSON on standard input, result on standard output.</summary>
    Command,

    /// <summary>A process that is an MCP server on its standard streams.</summary>
    Mcp,
}
