namespace SkillHost.Images;

/// <summary>Something an image may be built from, because the operator approves of it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Familiar name with its tag, such as <c>debian:bookworm-slim</c>; a runtime's plain name.</param>
internal sealed record BaseReference(BaseKind Kind, string Name);
