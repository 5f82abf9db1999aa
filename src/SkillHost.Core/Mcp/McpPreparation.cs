using SkillHost.Sandboxes;
using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Mcp;

/// <summary>Starts a server, greets it and has it list its tools, before any call is known.</summary>
/// <param name="Start">The server's process.</param>
/// <param name="Limits">What it may cost the host.</param>
/// <param name="Guard">Takes out of its standard error what nobody may see.</param>
internal sealed record McpPreparation(ProcessStart Start, McpLimits Limits, Func<Stream, Stream> Guard) : ISandboxPreparation
{
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(2);

    /// <summary>Stands for the values of the secrets it gets; empty where it gets none.</summary>
    public string SecretsHash { get; init; } = "";

    /// <inheritdoc />
    public string Key => field ??= string.Join(
        '\0',
        [
            "mcp", .. Start.Arguments, Start.WorkingDirectory, $"{Limits.MessageBytes}", SecretsHash,
            .. Start.Environment.Keys.Order(StringComparer.Ordinal),
        ]);

    /// <inheritdoc />
    public async Task<IPrepared> PrepareAsync(ISandbox sandbox, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        McpWorker worker = new(await sandbox.StartAsync(Start, cancellationToken), Limits, Guard);
        try
        {
            await worker.Connection.GreetAsync(cancellationToken);
            await worker.ListToolsAsync(cancellationToken);
            return worker;
        }
        catch (McpException e)
        {
            string reason = await ReasonAsync(worker, e);
            await worker.DisposeAsync();
            throw new SandboxException(SandboxFailure.CannotStart, reason, e);
        }
        catch (OperationCanceledException e)
        {
            string tail = Tail(worker);
            await worker.DisposeAsync();
            throw new SandboxException(SandboxFailure.CannotStart, $"its server did not answer the greeting in time{tail}", e);
        }
    }

    private static async Task<string> ReasonAsync(McpWorker worker, McpException failure)
    {
        if (failure.Failure == McpFailure.Protocol)
        {
            return $"its server {failure.Message}{Tail(worker)}";
        }

        try
        {
            ProcessExit exit = await worker.Process.Exited.WaitAsync(ExitGrace);
            await worker.ErrorsRead.WaitAsync(ExitGrace);
            string memory = exit.OutOfMemoryKills > 0 ? ", for want of memory," : "";
            string how = exit.Signal is { } signal ? $"ended by signal {signal}{memory}" : $"ended with exit code {exit.ExitCode}{memory}";
            return $"its server {how} before it answered the greeting{Tail(worker)}";
        }
        catch (Exception e) when (e is WireException or TimeoutException)
        {
            return $"its server {failure.Message} before it answered the greeting{Tail(worker)}";
        }
    }

    private static string Tail(McpWorker worker) =>
        worker.LastErrorLine is { Length: > 0 } line ? $"; its standard error ends with: {line}" : "";
}
