using Microsoft.Extensions.Logging;
using SkillHost.Images;
using SkillHost.Mcp;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Skills;
using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations.Mcp;

/// <summary>Protocol <c>mcp</c>: a server waits in the container, greeted and with its tools listed; a call is one question.</summary>
internal sealed class McpProtocol(McpJudge judge, TimeProvider time, ILogger<McpProtocol> logger) : IProtocol
{
    private static readonly TimeSpan OwnPatience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan HeldPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndGrace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    // What is written to a pipe in one piece whatever else happens.
    private const int WholeBytes = 4 * 1024;

    /// <inheritdoc />
    public SkillProtocol Kind => SkillProtocol.Mcp;

    /// <inheritdoc />
    public ISandboxPreparation Prepare(Skill skill, SkillImage image, SandboxPolicy policy, CallSecrets secrets) =>
        McpServers.Prepare(skill, image, policy, secrets);

    /// <inheritdoc />
    public async Task<InvocationResult> RunAsync(
        CallContext call, ISandbox sandbox, SkillImage image, SandboxPolicy policy, ReadOnlyMemory<byte> input,
        CancellationToken cancellationToken)
    {
        McpWorker worker = sandbox.Prepared as McpWorker
            ?? throw new SandboxException(SandboxFailure.Unavailable, "its container holds no server");
        using CancellationTokenSource deadline = new(policy.Limits.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using EventSink events = new(call.Options.OnEvent, call.Id, logger);
        McpListener listener = new(events, policy.Limits.OutputBytes, call.Options.AllOutput, own: sandbox.Kind != SandboxKind.Shared);
        call.Clock.Acquired();

        McpOutcome outcome = await AskAsync(call, sandbox, worker, listener, input, either.Token, cancellationToken) with
        {
            Own = !sandbox.Outlives,
        };
        call.Clock.Ran();
        outcome = await EndAsync(outcome, worker, sandbox);
        if (sandbox.Outlives)
        {
            worker.Connection.Owner = null;
        }

        events.Close();
        return judge.Judge(call, policy, outcome with { Stdout = listener.Stdout, Stderr = listener.Stderr });
    }

    private static async Task<McpOutcome> AskAsync(
        CallContext call, ISandbox sandbox, McpWorker worker, McpListener listener, ReadOnlyMemory<byte> input, CancellationToken either,
        CancellationToken cancellationToken)
    {
        RunStop Stop() => cancellationToken.IsCancellationRequested ? RunStop.Cancelled : RunStop.TimedOut;
        try
        {
            await CheckToolsAsync(call.Function.Skill, worker, either);
            bool alone = sandbox.Kind != SandboxKind.Shared;
            if (alone)
            {
                worker.Connection.Owner = listener;
            }

            await listener.ErrorAsync(worker.TakeEarlyErrors());
            Task<UsageSoFar?>? used = alone ? sandbox.UsageWithOutputAsync(worker.Process) : null;
            string tool = call.Function.Function.Tool ?? call.Function.Function.Name;
            McpReply reply = await worker.Connection.CallAsync(
                tool, input, call.Id, listener, sandbox.Outlives ? HeldPatience : OwnPatience, either);
            bool whole = reply is { IsFirst: true, Result.Length: < WholeBytes / 2 };
            return reply.GivenUp
                ? new McpOutcome { Stop = Stop(), Reply = reply }
                : new McpOutcome { Reply = reply, UsedWithAnswer = whole ? used : null };
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return new McpOutcome { Stop = Stop() };
        }
        catch (McpException e)
        {
            return new McpOutcome { Failure = e };
        }
    }

    /// <summary>Nothing is asked of a server that lists other tools than those that were looked at when its image was made.</summary>
    private static async Task CheckToolsAsync(Skill skill, McpWorker worker, CancellationToken cancellationToken)
    {
        if (worker.Connection.ToolsChanged)
        {
            await worker.ListToolsAsync(cancellationToken);
        }

        if (worker.Tools.Hash != skill.ToolsHash)
        {
            throw new SandboxException(
                SandboxFailure.Denied,
                $"its server lists other functions, or describes them otherwise, than when they were looked at; "
                + $"the operator may build {skill.Name} again and load what it lists then");
        }
    }

    /// <summary>
    /// Learns what a server used that was this call's own, which brings the last of its output, and ends one that did not give up when
    /// told to. A server that has answered goes with its container, for which nobody waits.
    /// </summary>
    private async Task<McpOutcome> EndAsync(McpOutcome outcome, McpWorker worker, ISandbox sandbox)
    {
        if (outcome.Failure is not null)
        {
            return await ExplainAsync(outcome, worker, sandbox);
        }

        if (sandbox.Outlives)
        {
            if (outcome.Reply is null)
            {
                sandbox.Condemn("a call in it did not end when it was told to");
            }
            else if (sandbox.Kind != SandboxKind.Shared)
            {
                // For the last of the call's output; what it says is of the session's whole life.
                await UsedAsync(outcome, worker, sandbox);
            }

            return outcome;
        }

        if (outcome.Stop == RunStop.None && await UsedAsync(outcome, worker, sandbox) is { } used)
        {
            return outcome with { Used = used };
        }

        ProcessExit? exit = null;
        if (outcome.Stop != RunStop.Cancelled)
        {
            exit = await KillAsync(worker);
        }

        if (outcome.Stop != RunStop.None)
        {
            await sandbox.DisposeAsync();
        }

        return outcome with { Exit = exit };
    }

    private async Task<UsageSoFar?> UsedAsync(McpOutcome outcome, McpWorker worker, ISandbox sandbox)
    {
        using CancellationTokenSource grace = new(EndGrace, time);
        try
        {
            UsageSoFar? used = outcome.UsedWithAnswer is { } told
                ? await told.WaitAsync(grace.Token)
                : await sandbox.GetUsageAsync(grace.Token);
            await worker.ErrorsCaughtUp.WaitAsync(grace.Token);
            return used;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<ProcessExit?> KillAsync(McpWorker worker)
    {
        using CancellationTokenSource grace = new(EndGrace, time);
        ProcessExit? exit = null;
        try
        {
            await worker.Process.KillTreeAsync(grace.Token);
            exit = await worker.Process.Exited.WaitAsync(grace.Token);
            await worker.ErrorsRead.WaitAsync(grace.Token);
        }
        catch (Exception e) when (e is WireException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Its container goes, too; what was learned until then counts.
        }

        return exit;
    }

    private async Task<McpOutcome> ExplainAsync(McpOutcome outcome, McpWorker worker, ISandbox sandbox)
    {
        sandbox.Condemn($"its server {outcome.Failure?.Message}");
        if (outcome.Failure is { Failure: McpFailure.Protocol })
        {
            ProcessExit? exit = await KillAsync(worker);
            await sandbox.DisposeAsync();
            return outcome with { Exit = exit };
        }

        try
        {
            ProcessExit exit = await worker.Process.Exited.WaitAsync(EndLimit, time);
            await worker.ErrorsRead.WaitAsync(EndGrace, time);
            return outcome with { Exit = exit };
        }
        catch (TimeoutException)
        {
            // It closed its output and lives on: of no use to anybody.
            return outcome with { Exit = await KillAsync(worker) };
        }
        catch (WireException)
        {
            Task<SandboxEnd> ended = sandbox.Ended;
            await Task.WhenAny(ended, Task.Delay(EndLimit, time));
            return outcome with
            {
                End = ended.IsCompletedSuccessfully
                    ? await ended
                    : new SandboxEnd(OutOfMemory: false, EngineLost: false, "its container stopped answering"),
            };
        }
    }
}
