using SkillHost.App.Cli.Rendering;
using SkillHost.Invocations;

namespace SkillHost.App.Cli.Demo;

/// <summary>A call of the demonstration and what it came to.</summary>
/// <param name="Function">Qualified name.</param>
/// <param name="Command">The same call as a command line.</param>
/// <param name="Limits">What it ran under.</param>
/// <param name="Result">The result.</param>
internal sealed record DemoRecord(string Function, string Command, Limits Limits, InvocationResult Result);
