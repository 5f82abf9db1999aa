namespace SkillHost.Images.Contexts;

/// <summary>A file's hash and the state it was taken in.</summary>
/// <param name="Stamp">The state.</param>
/// <param name="Hash">SHA-256 in hex.</param>
internal sealed record StampedHash(FileStamp Stamp, string Hash);
