namespace SkillHost.Invocations;

/// <summary>A file a call gave back.</summary>
/// <param name="Name">Name.</param>
/// <param name="MediaType">Media type, such as <c>image/png</c>.</param>
/// <param name="Bytes">Size.</param>
public sealed record InvocationArtifact(string Name, string MediaType, long Bytes);
