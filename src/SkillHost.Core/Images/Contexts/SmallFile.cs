using System.Text;
using SkillHost.Skills;

namespace SkillHost.Images.Contexts;

/// <summary>Reads a text file of a hostile folder whole, if it is small.</summary>
internal static class SmallFile
{
    private const int MaxBytes = 256 << 10;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null when there is no such file, or when it was added to <paramref name="failures"/>.</summary>
    public static string? Read(IFolder folder, string name, string file, ICollection<SkillFailure> failures)
    {
        FolderItem? item = folder.Find(name);
        if (item == null)
        {
            return null;
        }

        string? seen = item.Kind != FolderItemKind.File ? $"a {item.Kind}".ToLowerInvariant()
            : item.Stamp.Size > MaxBytes ? $"{item.Stamp.Size} bytes"
            : null;
        if (seen == null)
        {
            using Stream stream = folder.OpenFile(item);
            byte[] bytes = new byte[item.Stamp.Size];
            int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            try
            {
                return Strict.GetString(bytes, 0, count).TrimStart('\uFEFF');
            }
            catch (DecoderFallbackException)
            {
                seen = "bytes that are no UTF-8";
            }
        }

        failures.Add(new SkillFailure { File = file, Seen = seen, Wanted = $"a regular file of UTF-8 text, at most {MaxBytes} bytes" });
        return null;
    }
}
