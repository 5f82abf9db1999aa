using System.Text;
using Microsoft.Extensions.Options;

namespace SkillHost.Secrets.Stores;

/// <summary>Secrets in files of one folder. One line's end at the end of a file is not part of the value.</summary>
internal sealed class FolderSecrets(IOptions<SecretOptions> options) : ISecretStore
{
    private const UnixFileMode Readable = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc />
    public async ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (options.Value.Folder is not { Length: > 0 } folder)
        {
            return null;
        }

        // The name is of letters, digits and _ alone, so that it leads nowhere else.
        FileInfo file = new(Path.Combine(folder, name));
        if (!file.Exists)
        {
            return null;
        }

        Check(name, file);
        try
        {
            byte[] bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            return WithoutLineEnd(Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            throw new SecretStoreException($"the file of the secret {name} is not UTF-8");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretStoreException($"the file of the secret {name} cannot be read");
        }
    }

    private void Check(string name, FileInfo file)
    {
        // Orchestrators give links into a folder of their own; what counts is what they lead to.
        string real = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
        if (new FileInfo(real).Length > SecretBounds.MostBytes + 2)
        {
            throw new SecretStoreException($"the file of the secret {name} has more than {SecretBounds.MostBytes} bytes");
        }

        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixFileMode mode = File.GetUnixFileMode(real);
        bool open = options.Value.AllowReadable ? mode.HasFlag(UnixFileMode.OtherWrite) : (mode & Readable) != 0;
        if (open)
        {
            throw new SecretStoreException(
                $"the file of the secret {name} may be read or written by every user of the machine, wanted chmod o-rw");
        }
    }

    private static string WithoutLineEnd(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
