namespace SkillHost.Images.Building;

/// <summary>Process 1 for one architecture.</summary>
/// <param name="Archive">A tar that unpacks to <see cref="ReservedNames.Init"/> and to <c>/etc/hosts</c> and
/// <c>/etc/resolv.conf</c>.</param>
/// <param name="Hash">SHA-256 of the archive, in hex.</param>
internal sealed record InitBinary(ReadOnlyMemory<byte> Archive, string Hash);
