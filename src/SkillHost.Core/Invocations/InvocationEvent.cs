using System.Text.Json.Serialization;

namespace SkillHost.Invocations;

/// <summary>Something that happens while a call runs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(OutputEvent), "output")]
[JsonDerivedType(typeof(ProgressEvent), "progress")]
public abstract record InvocationEvent;

/// <summary>
/// A piece of output, whole characters only. All pieces of a stream joined are what the result holds of it, unless
/// <see cref="InvocationOptions.AllOutput"/> is set.
/// </summary>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text.</param>
public sealed record OutputEvent(string Stream, string Text) : InvocationEvent;

/// <summary>Progress the function reported, one JSON object a line, on file descriptor 3 (named in <c>SKILL_PROGRESS_FD</c>).</summary>
/// <param name="Progress">Grows; 1 when <paramref name="Total"/> is absent means done.</param>
/// <param name="Total">What <paramref name="Progress"/> is out of, or null.</param>
/// <param name="Message">Text, or null.</param>
public sealed record ProgressEvent(double Progress, double? Total, string? Message) : InvocationEvent;
