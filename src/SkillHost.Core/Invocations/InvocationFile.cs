namespace SkillHost.Invocations;

/// <summary>A file that a caller sends along with a call.</summary>
/// <param name="Name">
/// Path below <c>/in</c>, such as <c>sales.csv</c>: parts divided by <c>/</c>, none of them empty, <c>.</c> or <c>..</c>; at most 512
/// bytes, in at most 8 folders.
/// </param>
/// <param name="Length">Bytes; the content has to have exactly as many.</param>
/// <param name="OpenAsync">Opens the content, once; the stream is disposed of.</param>
public sealed record InvocationFile(string Name, long Length, Func<CancellationToken, ValueTask<Stream>> OpenAsync)
{
    /// <summary>A file of bytes in memory.</summary>
    public static InvocationFile FromBytes(string name, ReadOnlyMemory<byte> bytes) =>
        new(name, bytes.Length, _ => ValueTask.FromResult<Stream>(new MemoryStream(bytes.ToArray(), writable: false)));

    /// <summary>A file of this machine, read while it is sent. Throws <see cref="IOException"/> where it is not there.</summary>
    public static InvocationFile FromFile(string name, string path)
    {
        FileInfo file = new(path);
        return new InvocationFile(name, file.Length, _ => ValueTask.FromResult<Stream>(file.OpenRead()));
    }
}
