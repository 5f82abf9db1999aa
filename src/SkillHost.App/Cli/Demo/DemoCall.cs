namespace SkillHost.App.Cli.Demo;

/// <summary>One call of the demonstration.</summary>
/// <param name="Title">What it does, for people.</param>
/// <param name="Function">Qualified name.</param>
/// <param name="Flags">Flags of <c>run</c>; <c>{samples}</c> stands for the skill's folder of sample files.</param>
internal sealed record DemoCall(string Title, string Function, params string[] Flags);
