namespace SkillHost.Invocations;

/// <summary>A piece of a result for a model.</summary>
/// <param name="Type"><c>text</c>.</param>
/// <param name="Text">The text.</param>
public sealed record InvocationContent(string Type, string Text);
