using System.Formats.Tar;

namespace SkillHost.Core.Tests.Images;

/// <summary>One entry of a context.</summary>
internal sealed record TarFile(TarEntry Entry, string Text);
