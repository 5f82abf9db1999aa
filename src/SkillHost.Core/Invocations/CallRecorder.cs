using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SkillHost.Audit;
using SkillHost.Policies;

namespace SkillHost.Invocations;

/// <summary>Writes every call down: before anything is done for it, and before its result is given out.</summary>
internal sealed partial class CallRecorder(IAuditLog audit, TimeProvider time, ILogger<CallRecorder> logger)
{
    private const int LongestCaller = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Functions keep one policy for as long as they live; only narrowed ones are new.
    private readonly ConditionalWeakTable<SandboxPolicy, string> _hashes = [];

    /// <summary>Notes the call. False when it cannot be noted, and so must not run.</summary>
    public async Task<bool> TryBeginAsync(CallContext call, ReadOnlyMemory<byte> arguments)
    {
        call.Record = new AuditRecord
        {
            Caller = call.Options.Caller is { Length: > LongestCaller } caller ? caller[..LongestCaller] : call.Options.Caller,
            InvocationId = call.Id,
            Skill = call.Function.Skill.Name.Value,
            Function = call.Function.Function.Name,
            Begun = time.GetUtcNow(),
            Unsandboxed = call.Policy.Unsandboxed,
            PolicyHash = _hashes.GetValue(call.Policy, PolicyHash.Of),
            ArgumentsHash = Convert.ToHexStringLower(SHA256.HashData(arguments.Span)),
            ArgumentBytes = arguments.Length,
            Outcome = AuditRecord.Lost,
        };
        try
        {
            await PatientlyAsync(token => audit.BeginAsync(call.Record, token));
            return true;
        }
        catch (Exception e) when (e is AuditException or OperationCanceledException or ObjectDisposedException)
        {
            Log.Refused(logger, call.Name, call.Id);
            return false;
        }
    }

    /// <summary>Writes how the call ended. False when that failed, and so the result must not be given out.</summary>
    public async Task<bool> TryEndAsync(CallContext call, InvocationResult result)
    {
        // Not null: the call was begun.
        AuditRecord record = call.Record! with
        {
            ImageId = call.ImageId,
            PolicyHash = _hashes.GetValue(call.Policy, PolicyHash.Of),
            Approval = call.Approval,
            Outcome = InvocationJson.NameOf(result.Status),
            StdoutBytes = result.StdoutBytes,
            StderrBytes = result.StderrBytes,
            Reached = result.Network.Reached,
            Denied = result.Network.Denied,
            BytesSent = result.Network.BytesSent,
            BytesReceived = result.Network.BytesReceived,
            DurationMs = result.DurationMs,
        };
        try
        {
            await PatientlyAsync(token => audit.AppendAsync(record, token));
            return true;
        }
        catch (Exception e) when (e is AuditException or OperationCanceledException or ObjectDisposedException)
        {
            Log.Withheld(logger, call.Name, call.Id, record.Outcome);
            return false;
        }
    }

    /// <summary>Nearly always done at once, and then without a timer, which is set at a price.</summary>
    private async ValueTask PatientlyAsync(Func<CancellationToken, ValueTask> write)
    {
        using CancellationTokenSource patience = new(Timeout.InfiniteTimeSpan, time);
        ValueTask writing = write(patience.Token);
        if (!writing.IsCompleted)
        {
            patience.CancelAfter(Patience);
        }

        await writing;
    }

    private static partial class Log
    {
        [LoggerMessage(7101, LogLevel.Error, "{Function} was refused, since it could not be written to the audit log; call {InvocationId}")]
        public static partial void Refused(ILogger logger, string function, string invocationId);

        [LoggerMessage(7102, LogLevel.Error,
            "The result of {Function} is withheld, since it could not be written to the audit log; call {InvocationId} ended {Status}")]
        public static partial void Withheld(ILogger logger, string function, string invocationId, string status);
    }
}
