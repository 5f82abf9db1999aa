/// <summary>A link, in the shape that is known by its name.</summary>
public sealed record LinkContent(Uri Uri, string MediaType);
