using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SkillHost.Audit;

/// <summary>Writes down the calls of hosts that died: when this one starts, and every minute.</summary>
internal sealed partial class AuditKeeper(IAuditLog log, TimeProvider time, ILogger<AuditKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RecoverAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RecoverAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host whose start fails would take this for a second failure.
        }
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await log.RecoverAsync(cancellationToken);
        }
        catch (Exception e) when (e is AuditException or IOException or UnauthorizedAccessException)
        {
            // Calls are refused for the same reason; what is lost stays in its file until it can be written.
            Log.NotRecovered(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1103, LogLevel.Warning, "Calls of hosts that died could not be written down: {Reason}")]
        public static partial void NotRecovered(ILogger logger, string reason);
    }
}
