namespace SkillHost.Audit;

/// <summary>A line as it stands in a file.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Number">From 1.</param>
/// <param name="Bytes">Its bytes without the line feed.</param>
/// <param name="Whole">Whether a line feed ends it.</param>
internal sealed record AuditLine(string File, int Number, ReadOnlyMemory<byte> Bytes, bool Whole)
{
    private const int Chunk = 64 * 1024;

    /// <summary>The entry in it, or null.</summary>
    public AuditEntry? Entry => AuditFormat.Parse(Bytes.Span);

    /// <summary>The lines of a file. Only line feeds end lines, so that no changed byte goes unseen.</summary>
    public static IEnumerable<AuditLine> Read(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] buffer = new byte[Chunk];
        int number = 0, length = 0;
        while (stream.Read(buffer, length, buffer.Length - length) is > 0 and var count)
        {
            int begin = 0, end = length + count;
            for (int at, from = length; (at = Array.IndexOf(buffer, (byte)'\n', from, end - from)) >= 0; from = begin = at + 1)
            {
                yield return new AuditLine(file, ++number, buffer.AsSpan(begin, at - begin).ToArray(), Whole: true);
            }

            length = end - begin;
            buffer.AsSpan(begin, length).CopyTo(buffer);
            Array.Resize(ref buffer, length == buffer.Length ? buffer.Length * 2 : buffer.Length);
        }

        if (length > 0)
        {
            yield return new AuditLine(file, ++number, buffer.AsSpan(0, length).ToArray(), Whole: false);
        }
    }
}
