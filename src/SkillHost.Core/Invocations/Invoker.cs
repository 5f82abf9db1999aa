using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SkillHost.Containers;
using SkillHost.Egress;
using SkillHost.Images;
using SkillHost.Invocations.Unsandboxed;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>Takes a call along the line: note, check, narrow, approve, find a place, image, container, process, result, record.</summary>
internal sealed partial class Invoker(
    CallRecorder recorder,
    ArgumentCheck arguments,
    IPolicyCompiler policies,
    ApprovalGate approvals,
    Admission admission,
    IImageBuilder images,
    ISandboxProvider sandboxes,
    UnsandboxedCalls unsandboxed,
    Protocols protocols,
    SandboxRequests requests,
    EgressGate egress,
    SecretKeeper secrets,
    TimeProvider time,
    ILogger<Invoker> logger) : IInvoker
{
    private const int IdBytes = 16;

    /// <inheritdoc />
    public async Task<InvocationResult> InvokeAsync(
        Callable function, ReadOnlyMemory<byte> arguments, InvocationOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(options);
        CallContext call = new(function, options, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), time);
        InvocationResult result = await RecordedAsync(call, arguments, cancellationToken);
        Log.Finished(
            logger, call.Name, InvocationJson.NameOf(result.Status), result.DurationMs, arguments.Length, result.StdoutBytes,
            result.StderrBytes, call.Id);
        return result;
    }

    /// <summary>Nothing is done for a call that cannot be written down, and nothing of it is given out before it is.</summary>
    private async Task<InvocationResult> RecordedAsync(CallContext call, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        if (!await recorder.TryBeginAsync(call, input))
        {
            return Timed(call, Refused(call, InvocationStatus.Unavailable, ErrorText.NotAudited(call.Name, call.Id)));
        }

        InvocationResult ended = await TryAsync(call, input, cancellationToken);
        InvocationResult result = Timed(call, call.Secrets.Redact(ended));
        return await recorder.TryEndAsync(call, result)
            ? result
            : Timed(call, Refused(call, InvocationStatus.Unavailable, ErrorText.Withheld(call.Name, call.Id)));
    }

    private static InvocationResult Timed(CallContext call, InvocationResult result) =>
        result with
        {
            DurationMs = call.Clock.TotalMs,
            Phases = call.Clock.Phases,
            Container = call.Container,
            Sandboxed = !call.Policy.Unsandboxed,
        };

    private async Task<InvocationResult> TryAsync(CallContext call, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            return (arguments.Check(call, input) ?? FileCheck.Check(call)) is { } wrong
                ? Refused(call, InvocationStatus.InvalidArguments, wrong)
                : await AdmitAsync(call, input, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Refused(call, InvocationStatus.Cancelled, $"{call.Name} was cancelled");
        }
        catch (PolicyDeniedException e)
        {
            return Refused(call, InvocationStatus.Denied, $"{call.Name} was denied: {e.Message}");
        }
        catch (FileChangedException e)
        {
            return Refused(call, InvocationStatus.InvalidArguments, $"{call.Name} was not run: {e.Message}");
        }
        catch (SandboxException e)
        {
            Log.NoSandbox(logger, call.Name, call.Id, e);
            return Refused(call, e);
        }
        catch (Exception e)
        {
            // The boundary: whatever broke in the host becomes a result, and the log has the detail.
            Log.Broke(logger, call.Name, call.Id, e);
            string reason = e is EngineException ? "the container engine failed" : "the host failed";
            return Refused(call, InvocationStatus.Unavailable, ErrorText.Unavailable(call.Name, reason, call.Id));
        }
    }

    private async Task<InvocationResult> AdmitAsync(CallContext call, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        SandboxPolicy policy = call.Options.Narrowing is { } narrowing
            ? policies.Narrow(call.Function.Policy, narrowing)
            : call.Function.Policy;
        call.Policy = policy;
        approvals.Check(call);
        SandboxRequests.CheckNarrowing(call);
        await secrets.OpenAsync(call, cancellationToken);
        (long memoryBytes, double cpus) = SandboxRequests.NeedsOf(call);
        using Place place = await admission.EnterAsync(call.Function.Skill.Name, memoryBytes, cpus, cancellationToken);
        call.Clock.Queued();
        return policy.Unsandboxed
            ? await unsandboxed.RunAsync(call, policy, input, cancellationToken)
            : await RunAsync(call, policy, place, input, cancellationToken);
    }

    private async Task<InvocationResult> RunAsync(
        CallContext call, SandboxPolicy policy, Place place, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        SkillImage image = await GetImageAsync(call, cancellationToken);
        ISandbox sandbox;
        try
        {
            sandbox = await sandboxes.AcquireAsync(Request(call, image, policy, place), cancellationToken);
        }
        catch (SandboxException e) when (e.Failure == SandboxFailure.ImageMissing)
        {
            // Somebody removed the image behind the host's back: make it again, once.
            Log.ImageGone(logger, call.Name, call.Id);
            images.Forget(call.Function.Skill.Name);
            image = await GetImageAsync(call, cancellationToken);
            sandbox = await sandboxes.AcquireAsync(Request(call, image, policy, place), cancellationToken);
        }

        call.Container = sandbox.Kind;
        await using (sandbox)
        {
            await using CallEgress? network = egress.Open(sandbox, policy, call.Secrets.Values, call.Id);
            IProtocol protocol = protocols.For(call.Function.Skill);
            InvocationResult result = await protocol.RunAsync(call, sandbox, image, policy, input, cancellationToken);
            call.Clock.Collected();
            return network is null ? result : result with { Network = InvocationNetwork.Of(policy, await network.CloseAsync()) };
        }
    }

    private SandboxRequest Request(CallContext call, SkillImage image, SandboxPolicy policy, Place place) =>
        requests.Of(call.Function, image, policy, call.Secrets, call.Options) with { InvocationId = call.Id, Place = place };

    private async Task<SkillImage> GetImageAsync(CallContext call, CancellationToken cancellationToken)
    {
        ImageBuildReport report = await images.GetImageAsync(call.Function.Skill, cancellationToken);
        if (report.Outcome is ImageBuildOutcome.Failed or ImageBuildOutcome.Refused)
        {
            Log.ImageNotBuilt(logger, call.Function.Skill.Name.Value, report.Message, report.Image is not null);
        }

        SkillImage image = report.Image ?? throw new SandboxException(SandboxFailure.Unavailable, "its image could not be built");
        call.ImageId = image.Id;
        if (call.Function.ApprovedFiles is { } approved && image.FilesHash != approved)
        {
            throw new PolicyDeniedException("its image is not made of the files that were approved; tell the operator");
        }

        return image;
    }

    private static InvocationResult Refused(CallContext call, SandboxException e) => e.Failure switch
    {
        SandboxFailure.Busy => Refused(call, InvocationStatus.Busy, $"{call.Name} is busy: {e.Message}") with
        {
            RetryAfterMs = e.RetryAfter?.TotalMilliseconds,
        },
        SandboxFailure.Denied => Refused(call, InvocationStatus.Denied, $"{call.Name} was denied: {e.Message}"),
        SandboxFailure.CannotStart => Refused(call, InvocationStatus.Failed, $"{call.Name} could not be started: {e.Message}"),
        SandboxFailure.SessionEnded => Refused(call, InvocationStatus.Unavailable, $"{call.Name} was not run: {e.Message}") with
        {
            SessionEnded = true,
        },
        _ => Refused(call, InvocationStatus.Unavailable, ErrorText.Unavailable(call.Name, e.Message, call.Id)),
    };

    private static InvocationResult Refused(CallContext call, InvocationStatus status, string error) => new()
    {
        InvocationId = call.Id,
        Status = status,
        Error = error,
        Content = [new InvocationContent("text", error)],
    };

    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Information,
            "{Function} ended {Status} in {Elapsed} ms: {InputBytes} bytes in, {OutputBytes} + {ErrorBytes} bytes out; "
            + "call {InvocationId}")]
        public static partial void Finished(
            ILogger logger, string function, string status, double elapsed, int inputBytes, long outputBytes, long errorBytes,
            string invocationId);

        [LoggerMessage(7002, LogLevel.Error, "{Function} could not be run; call {InvocationId}")]
        public static partial void Broke(ILogger logger, string function, string invocationId, Exception exception);

        [LoggerMessage(7003, LogLevel.Debug, "{Function} got no container or process; call {InvocationId}")]
        public static partial void NoSandbox(ILogger logger, string function, string invocationId, Exception exception);

        [LoggerMessage(7004, LogLevel.Warning, "The image of {Function} is gone from the engine; making it again for call {InvocationId}")]
        public static partial void ImageGone(ILogger logger, string function, string invocationId);

        [LoggerMessage(7005, LogLevel.Warning, "The image of {Skill} could not be built: {Reason}. An older one serves: {Older}")]
        public static partial void ImageNotBuilt(ILogger logger, string skill, string reason, bool older);
    }
}
