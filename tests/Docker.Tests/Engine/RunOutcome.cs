using System.Text;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>What a container said.</summary>
public sealed record RunOutcome(byte[] Output, string ErrorTail)
{
    public string Text => Encoding.UTF8.GetString(Output);

    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
