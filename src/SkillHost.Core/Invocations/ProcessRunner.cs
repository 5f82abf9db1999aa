using Microsoft.Extensions.Logging;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>Sees one process through: feeds it, reads it, and stops it at its deadline or when the caller goes.</summary>
internal sealed class ProcessRunner(TimeProvider time, ILogger<ProcessRunner> logger)
{
    private static readonly TimeSpan KillGrace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan DrainGrace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CollectLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Runs <paramref name="process"/>, which was begun, to its end, writing it <paramref name="input"/> unless that went along with its
    /// start. The limit on time counts from when it runs. The sandbox is destroyed where the process had to be stopped; otherwise that is
    /// left to its owner.
    /// </summary>
    public async Task<RunOutcome> RunAsync(
        ISandbox sandbox, IRemoteProcess process, ReadOnlyMemory<byte> input, ResourceLimits limits, CallContext call,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(Timeout.InfiniteTimeSpan, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using EventSink events = new(call.Options.OnEvent, call.Id, logger);
        CallSecrets secrets = call.Secrets;
        OutputPump stdout = new("stdout", secrets.Guard(process.Output), limits.OutputBytes, call.Options.AllOutput, events);
        OutputPump stderr = new("stderr", secrets.Guard(process.Error), limits.OutputBytes, call.Options.AllOutput, events);
        FilePump files = new(process.Files, limits.OutBytes);
        Task pumps = Task.WhenAll(
            stdout.RunAsync(), stderr.RunAsync(), new ProgressPump(process.Progress, events).RunAsync(), files.RunAsync());
        Task feeding = input.IsEmpty ? Task.CompletedTask : FeedAsync(process, input, either.Token);

        // All of the above while the program is being started.
        await StartedAsync(sandbox, process, Task.WhenAll(pumps, feeding), cancellationToken);
        call.Clock.Acquired();
        deadline.CancelAfter(limits.Timeout);
        RunOutcome outcome = await WatchAsync(sandbox, process, either.Token, cancellationToken);
        call.Clock.Ran();
        outcome = await CollectAsync(outcome, sandbox, pumps, cancellationToken);
        events.Close();
        await process.DisposeAsync();
        await SettleAsync(Task.WhenAll(pumps, feeding), DrainGrace);
        return outcome with { Stdout = stdout.Snapshot(), Stderr = stderr.Snapshot(), Files = files.Snapshot() };
    }

    private async Task StartedAsync(ISandbox sandbox, IRemoteProcess process, Task work, CancellationToken cancellationToken)
    {
        try
        {
            await sandbox.StartedAsync(process, cancellationToken);
        }
        catch
        {
            await process.DisposeAsync();
            await SettleAsync(work, DrainGrace);
            throw;
        }
    }

    private static async Task FeedAsync(IRemoteProcess process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.Input.WriteAsync(input, cancellationToken);
            await process.CompleteInputAsync(cancellationToken);
        }
        catch (Exception e) when (e is WireException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // A process may close its input unread, or end without reading it.
        }
    }

    private async Task<RunOutcome> WatchAsync(
        ISandbox sandbox, IRemoteProcess process, CancellationToken stop, CancellationToken cancellationToken)
    {
        try
        {
            ProcessExit exit = await process.Exited.WaitAsync(stop);
            return new RunOutcome { Exit = exit, Stop = exit.DeadlinePassed ? RunStop.TimedOut : RunStop.None };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new RunOutcome { Stop = RunStop.Cancelled };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new RunOutcome { Stop = RunStop.TimedOut, Exit = await KillAsync(process) };
        }
        catch (WireException)
        {
            return new RunOutcome { End = await EndOfAsync(sandbox) };
        }
    }

    private async Task<SandboxEnd> EndOfAsync(ISandbox sandbox)
    {
        Task<SandboxEnd> ended = sandbox.Ended;
        await SettleAsync(ended, EndLimit);
        return ended.IsCompletedSuccessfully
            ? await ended
            : new SandboxEnd(OutOfMemory: false, EngineLost: false, "its container stopped answering");
    }

    /// <summary>
    /// Asks process 1 to kill, which brings the last output and the usage; the container is destroyed whether it does or not.
    /// </summary>
    private async Task<ProcessExit?> KillAsync(IRemoteProcess process)
    {
        using CancellationTokenSource grace = new(KillGrace, time);
        try
        {
            await process.KillTreeAsync(grace.Token);
            return await process.Exited.WaitAsync(grace.Token);
        }
        catch (Exception e) when (e is WireException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<RunOutcome> CollectAsync(RunOutcome outcome, ISandbox sandbox, Task pumps, CancellationToken cancellationToken)
    {
        if (outcome.Stop != RunStop.None)
        {
            await sandbox.DisposeAsync();
            await SettleAsync(pumps, outcome.Stop == RunStop.Cancelled ? TimeSpan.Zero : DrainGrace);
            return outcome;
        }

        try
        {
            // The process is gone, but an observer may still be behind it.
            await pumps.WaitAsync(CollectLimit, time, cancellationToken);
            return outcome;
        }
        catch (TimeoutException)
        {
            return outcome;
        }
        catch (OperationCanceledException)
        {
            await sandbox.DisposeAsync();
            return outcome with { Stop = RunStop.Cancelled };
        }
    }

    private async Task SettleAsync(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, time);
        }
        catch (TimeoutException)
        {
            // What is missing by now is not waited for.
        }
    }
}
