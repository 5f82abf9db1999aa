using System.Text;
using SkillHost.App.Cli;

namespace SkillHost.App.Http.Access;

/// <summary>A file that holds one token, which nobody but its owner may read.</summary>
internal static class TokenFile
{
    private const int LongestFile = 1024;
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = Owners | UnixFileMode.UserExecute;

    /// <summary>The token in <paramref name="path"/>; a file that is not there is made, with a new one, for its owner alone.</summary>
    public static string ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        return Read(path);
    }

    /// <summary>The token in <paramref name="path"/>. Throws <see cref="UsageException"/> for a file that others may read.</summary>
    public static string Read(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & ~OwnersFolder) is not 0 and var others)
            {
                throw new UsageException($"{path}: seen a token that others may use ({others}), wanted chmod 600");
            }

            byte[] bytes = new byte[LongestFile];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            string token = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\n', '\r');
            return TokenText.IsRight(token)
                ? token
                : throw new UsageException($"{path}: seen no token, wanted {TokenText.Form}, and nothing else");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the token cannot be read from {path}: {e.Message}");
        }
    }

    private static void Make(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        try
        {
            string folder = Path.GetDirectoryName(path) ?? "/";
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnersFolder);
                options.UnixCreateMode = Owners;
            }

            // Whole or not at all: another host that starts at the same moment must not read half of it.
            string made = $"{path}.{Guid.NewGuid():N}";
            using (FileStream file = new(made, options))
            {
                file.Write(Encoding.ASCII.GetBytes(TokenText.New() + "\n"));
            }

            MoveUnlessThere(made, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the token cannot be written to {path}: {e.Message}");
        }
    }

    private static void MoveUnlessThere(string made, string path)
    {
        try
        {
            File.Move(made, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(made);
        }
    }
}
