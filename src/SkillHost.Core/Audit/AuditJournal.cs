using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace SkillHost.Audit;

/// <summary>
/// The calls that this process has begun and not ended, in a file of its own that stays locked while the process lives. A file that
/// nobody locks is what a process has left that died; its calls are lost.
/// </summary>
internal sealed class AuditJournal(string folder, TimeProvider time) : IDisposable
{
    private const int LongestFile = 1 << 20;
    private const int LongestIdleFile = 1 << 16;
    private const string Pattern = "calls-*.jsonl";
    private static readonly TimeSpan SeenHolds = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _begun = new(StringComparer.Ordinal);
    private FileStream? _file;
    private SafeFileHandle? _handle;
    private long _length;
    private long _seen;

    /// <summary>Whether calls can be noted. That the file is still in its folder is looked at once a second.</summary>
    public bool IsOpen => _file is { } file && (SawIt || IsThere(file.Name));

    private bool SawIt => Volatile.Read(ref _seen) is not 0 and var seen && time.GetElapsedTime(seen) < SeenHolds;

    /// <summary>Makes the file, unless it is there. The caller holds the log's lock.</summary>
    public void Open()
    {
        lock (_gate)
        {
            if (!IsOpen)
            {
                _file?.Dispose();
                string name = $"calls-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.jsonl";
                _file = AuditFiles.Open(Path.Combine(folder, name), FileMode.CreateNew, FileShare.None);
                _handle = _file.SafeFileHandle;
                Rewrite();
            }
        }
    }

    /// <summary>Notes a call.</summary>
    public void Begin(AuditEntry call)
    {
        byte[] line = AuditFormat.Note(call);
        lock (_gate)
        {
            SafeFileHandle file = _handle ?? throw new IOException("The journal of calls is not open.");
            RandomAccess.Write(file, line, _length);
            _length += line.Length;
            _begun[call.Record.InvocationId] = line;
        }
    }

    /// <summary>
    /// Strikes a call out. Its note may stay in the file for a while: a call whose end is in the log is not lost, whatever the file says.
    /// </summary>
    public void End(string invocationId)
    {
        lock (_gate)
        {
            if (_begun.Remove(invocationId) && _length > (_begun.Count == 0 ? LongestIdleFile : LongestFile))
            {
                Rewrite();
            }
        }
    }

    /// <summary>Closes the file, and deletes it unless a call is in it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_file is { } file)
            {
                file.Dispose();
                (_file, _handle) = (null, null);
                if (_begun.Count == 0)
                {
                    File.Delete(file.Name);
                }
            }
        }
    }

    /// <summary>
    /// Hands what dead processes left to <paramref name="take"/>, and deletes it afterwards. The caller holds the log's lock.
    /// </summary>
    public static void TakeLeft(string folder, Action<IReadOnlyList<AuditEntry>> take)
    {
        foreach (string path in Directory.EnumerateFiles(folder, Pattern).ToArray())
        {
            if (IsHeld(path))
            {
                continue;
            }

            // A torn line is of a call that never began.
            take([.. AuditLine.Read(path).Select(line => line.Entry).OfType<AuditEntry>()]);
            File.Delete(path);
        }
    }

    /// <summary>Whether there is anything to take, as far as can be seen without the log's lock.</summary>
    public static bool IsAnyLeft(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, Pattern).Any(path => !IsHeld(path));

    private bool IsThere(string path)
    {
        bool there = File.Exists(path);
        Volatile.Write(ref _seen, there ? time.GetTimestamp() : 0);
        return there;
    }

    private static bool IsHeld(string path)
    {
        try
        {
            using FileStream probe = AuditFiles.Open(path, FileMode.Open, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>
    /// Puts the calls that are under way at the beginning and cuts off the rest, in this order: a kill in between loses none.
    /// </summary>
    private void Rewrite()
    {
        if (_handle is { } file)
        {
            byte[] lines = [.. _begun.Values.SelectMany(line => line)];
            RandomAccess.Write(file, lines, 0);
            RandomAccess.SetLength(file, lines.Length);
            _length = lines.Length;
        }
    }
}
