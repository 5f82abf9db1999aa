using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SkillHost.Audit;

/// <summary>
/// An append-only file in which every line carries the hash of the line before. Several processes may write to one log: a lock file
/// orders them, and each continues the chain from what the file then holds.
/// </summary>
public sealed partial class AuditLog(IOptions<AuditOptions> options, AuditFolder folder, TimeProvider time, ILogger<AuditLog> logger)
    : IAuditLog, IDisposable
{
    private const string Remedy = "free some disk or make the audit folder writable; calls are refused until then";

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private FileStream? _file;
    private int _number;
    private long _length = -1;
    private AuditEntry? _last;
    private bool _failed;

    /// <inheritdoc />
    public async ValueTask EnsureWritableAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Enabled && (_failed || _file is null))
        {
            await UnderLockAsync(static () => { }, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        if (options.Value.Enabled)
        {
            await UnderLockAsync(() => Write(record), cancellationToken);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _file?.Dispose();
        _gate.Dispose();
    }

    private async ValueTask UnderLockAsync(Action action, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Directory.CreateDirectory(folder.Path);
            using FileStream held = await TakeLockAsync(cancellationToken);
            Open();
            CheckSpace();
            action();
            _failed = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failed = true;
            Close();
            Log.CannotWrite(logger, e);
            throw new AuditException($"The audit log cannot be written: {Remedy}.", e);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask<FileStream> TakeLockAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder.Path, ".lock");
        long begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && time.GetElapsedTime(begun) < LockPatience)
            {
                await Task.Delay(1, cancellationToken);
            }
        }
    }

    private void Open()
    {
        string newest = AuditFormat.Files(folder.Path) is [.., string last] ? last : Path.Combine(folder.Path, AuditFormat.FileName(1));
        if (_file is not null && (_file.Name != newest || _file.Length != _length))
        {
            Close();
        }

        if (_file is not null)
        {
            return;
        }

        _number = int.Parse(Path.GetFileNameWithoutExtension(newest)[^6..], System.Globalization.CultureInfo.InvariantCulture);
        _file = new FileStream(newest, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1);
        (string? line, long end) = AuditFormat.LastLine(_file);
        _file.SetLength(end); // A torn last line is what a crash in the middle of a write leaves; it was never acknowledged.
        _length = end;
        _last = line is null ? LastOfPreviousFile() : Known(line);
    }

    private AuditEntry? LastOfPreviousFile()
    {
        if (_number == 1)
        {
            return null;
        }

        using FileStream previous = File.OpenRead(Path.Combine(folder.Path, AuditFormat.FileName(_number - 1)));
        return AuditFormat.LastLine(previous).Line is { } line ? Known(line) : null;
    }

    private static AuditEntry Known(string line) =>
        AuditFormat.Parse(line)
            ?? throw new IOException("The last line of the audit log is not an entry; move the file away to begin a new chain.");

    private void CheckSpace()
    {
        long free = new DriveInfo(folder.Path).AvailableFreeSpace;
        if (free < options.Value.MinimumFreeBytes)
        {
            throw new IOException($"{free} bytes are free, wanted at least {options.Value.MinimumFreeBytes}.");
        }
    }

    private void Write(AuditRecord record)
    {
        var (entry, line) = AuditFormat.Seal(new AuditEntry
        {
            Sequence = (_last?.Sequence ?? 0) + 1,
            Time = time.GetUtcNow(),
            Record = record,
            Previous = _last?.Hash ?? AuditFormat.Genesis,
        });
        if (_length > 0 && _length + line.Length > options.Value.FileBytes)
        {
            Close();
            _number++;
            _file = new FileStream(
                Path.Combine(folder.Path, AuditFormat.FileName(_number)), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite, 1);
            _length = 0;
        }

        FileStream file = _file ?? throw new IOException("The audit log is not open.");
        file.Position = _length;
        file.Write(line);
        file.Flush();
        _length += line.Length;
        _last = entry;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Error, "The audit log cannot be written; calls are refused")]
        public static partial void CannotWrite(ILogger logger, Exception exception);
    }
}
