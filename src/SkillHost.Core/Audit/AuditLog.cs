using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SkillHost.Audit;

/// <summary>
/// An append-only file in which every line carries the hash of the line before. Several processes may write to one log: a lock file
/// orders them, and each continues the chain from what the file then holds. Calls that end together are written together.
/// </summary>
public sealed partial class AuditLog(IOptions<AuditOptions> options, AuditFolder folder, TimeProvider time, ILogger<AuditLog> logger)
    : IAuditLog, IDisposable
{
    private const string Remedy = "free some disk or make the audit folder writable; calls are refused until then";
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SpaceHolds = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentQueue<PendingRecord> _waiting = new();
    private readonly AuditChain _chain = new(folder.Path, time);
    private readonly AuditJournal _journal = new(folder.Path, time);
    private readonly string _lockPath = Path.Combine(folder.Path, ".lock");
    private volatile SpaceSeen? _space;

    /// <inheritdoc />
    public async ValueTask BeginAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!options.Value.Enabled)
        {
            return;
        }

        if (!_chain.IsOpen || !_journal.IsOpen)
        {
            await UnderLockAsync(_journal.Open, cancellationToken);
        }

        try
        {
            CheckSpace();
            _journal.Begin(new AuditEntry { Sequence = 0, Time = time.GetUtcNow(), Record = record, Previous = "" });
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw Unwritable(e);
        }
    }

    /// <inheritdoc />
    public async ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!options.Value.Enabled)
        {
            return;
        }

        PendingRecord pending = new(record);
        _waiting.Enqueue(pending);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!pending.IsDone)
            {
                await WriteWaitingAsync();
            }
        }
        finally
        {
            _gate.Release();
        }

        if (pending.Failure is not null)
        {
            throw pending.Failure;
        }
    }

    /// <inheritdoc />
    public async ValueTask<int> RecoverAsync(CancellationToken cancellationToken)
    {
        int count = 0;
        if (options.Value.Enabled && AuditJournal.IsAnyLeft(folder.Path))
        {
            await UnderLockAsync(() => AuditJournal.TakeLeft(folder.Path, calls => count += WriteLost(calls)), cancellationToken);
        }

        return count;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // A record that is being written is written first.
        _gate.Wait();
        _journal.Dispose();
        _chain.Dispose();
        _gate.Dispose();
    }

    private async ValueTask UnderLockAsync(Action action, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await LockedAsync(action);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes everything that waits, others' records too. Not under the token of any of them.</summary>
    private async ValueTask WriteWaitingAsync()
    {
        List<PendingRecord> batch = [];
        while (_waiting.TryDequeue(out PendingRecord? next))
        {
            batch.Add(next);
        }

        AuditException? failure = null;
        try
        {
            await LockedAsync(() => _chain.Write(batch.Select(pending => pending.Record), options.Value.FileBytes));
        }
        catch (AuditException e)
        {
            failure = e;
        }
        catch (Exception e)
        {
            // What was not certainly written counts as not written, for all of them.
            failure = Unwritable(e);
        }

        foreach (PendingRecord pending in batch)
        {
            (pending.IsDone, pending.Failure) = (true, failure);
            if (failure is null)
            {
                _journal.End(pending.Record.InvocationId);
            }
        }
    }

    /// <summary>Does something while no other process may write.</summary>
    private async ValueTask LockedAsync(Action action)
    {
        try
        {
            using FileStream held = await TakeLockAsync();
            _chain.Open();
            CheckSpace();
            action();
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw Unwritable(e);
        }
    }

    private async ValueTask<FileStream> TakeLockAsync()
    {
        long begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return AuditFiles.Open(_lockPath, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (DirectoryNotFoundException) when (time.GetElapsedTime(begun) < LockPatience)
            {
                // Then once more: another process may have made it too, and hold the lock by now.
                AuditFiles.CreateFolder(folder.Path);
            }
            catch (IOException) when (File.Exists(_lockPath) && time.GetElapsedTime(begun) < LockPatience)
            {
                await Task.Delay(1);
            }
        }
    }

    /// <summary>Writes those of <paramref name="calls"/> whose end is not in the log; a process may die just after writing it.</summary>
    private int WriteLost(IReadOnlyList<AuditEntry> calls)
    {
        if (calls.Count == 0)
        {
            return 0;
        }

        HashSet<string> ended = new AuditReader(folder.Path).IdsSince(calls.Min(call => call.Time));
        AuditRecord[] lost = [.. calls.Select(call => call.Record).Where(record => ended.Add(record.InvocationId))];
        _chain.Write(lost, options.Value.FileBytes);
        foreach (AuditRecord record in lost)
        {
            Log.Lost(logger, record.Skill, record.Function, record.InvocationId);
        }

        return lost.Length;
    }

    /// <summary>
    /// Enough space is not looked for again at once: a full disk still fails the write. Too little is looked at every time.
    /// </summary>
    private void CheckSpace()
    {
        long wanted = options.Value.MinimumFreeBytes;
        if (_space is { } seen && seen.Wanted == wanted && time.GetElapsedTime(seen.At) < SpaceHolds)
        {
            return;
        }

        long free = new DriveInfo(folder.Path).AvailableFreeSpace;
        if (free < wanted)
        {
            throw new IOException($"{free} bytes are free, wanted at least {wanted}");
        }

        _space = new SpaceSeen(wanted, time.GetTimestamp());
    }

    private static bool IsOfTheDisk(Exception e) => e is IOException or UnauthorizedAccessException;

    private AuditException Unwritable(Exception e)
    {
        _chain.Dispose();
        _space = null;
        Log.CannotWrite(logger, e.Message);
        return new AuditException($"The audit log cannot be written: {Remedy}.", e);
    }

    /// <summary>That so many bytes were free, and when.</summary>
    private sealed record SpaceSeen(long Wanted, long At);

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Error, "The audit log cannot be written; calls are refused: {Reason}")]
        public static partial void CannotWrite(ILogger logger, string reason);

        [LoggerMessage(1102, LogLevel.Warning, "{Skill}.{Function} was under way when its host died; call {InvocationId}")]
        public static partial void Lost(ILogger logger, string skill, string function, string invocationId);
    }
}
