using Microsoft.Extensions.Logging;
using SkillHost.Containers;
using SkillHost.Policies;
using SkillHost.Wire;
using SkillHost.Wire.Connections;
using SkillHost.Wire.Processes;

namespace SkillHost.Sandboxes;

/// <summary>A container of this host's with its stream. Removal begins when it is disposed and goes on in the background.</summary>
internal sealed partial class Sandbox : ISandbox
{
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan InspectDeadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterACall = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan EventGrace = TimeSpan.FromMilliseconds(500);

    private readonly IContainerEngine _engine;
    private readonly ContainerRemover _remover;
    private readonly LiveContainer _container;
    private readonly IContainerAttachment _attachment;
    private readonly InitConnection _connection;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConnectionTakers _takers = new();
    private int _disposed;

    /// <summary>Takes over a started container and its attachment.</summary>
    public Sandbox(
        IContainerEngine engine,
        ContainerRemover remover,
        LiveContainer container,
        IContainerAttachment attachment,
        TimeProvider time,
        ILogger logger)
    {
        (_engine, _remover, _container, _attachment, _time, _logger) = (engine, remover, container, attachment, time, logger);
        _connection = new InitConnection(attachment.Duplex, new InitConnectionOptions
        {
            OwnThread = attachment.Blocks,
            Connected = _takers.Connected,
            NameRefused = _takers.NameRefused,
        });
        Ended = WatchEndAsync();
    }

    /// <inheritdoc />
    public Task<SandboxEnd> Ended { get; }

    /// <inheritdoc />
    public IPrepared? Prepared { get; private set; }

    /// <inheritdoc />
    public IDisposable TakeConnections(IConnectionTaker taker) => _takers.Add(taker);

    /// <summary>
    /// Lets connections be made inside to the hosts that <paramref name="policy"/> allows, and <c>localhost</c> be found. Waits for no
    /// answer.
    /// </summary>
    public async Task ListenAsync(SandboxPolicy policy, CancellationToken cancellationToken)
    {
        if (policy.Network == ContainerNetwork.Bridge)
        {
            return;
        }

        try
        {
            ListenTable table = policy.Egress is { } egress ? ListenTables.Of(egress) : ListenTables.NamesOnly;
            await _connection.ListenAsync(table, cancellationToken);
        }
        catch (WireException e)
        {
            throw new SandboxException(SandboxFailure.Unavailable, "its container did not answer", e);
        }
    }

    /// <summary>
    /// Where it can be had, has what is said go straight to process 1 instead of through the engine, whose own work would delay it.
    /// Before anything is started in it. Throws <see cref="SandboxException"/>.
    /// </summary>
    public async Task ShortenAsync(CancellationToken cancellationToken)
    {
        if (!_attachment.Blocks)
        {
            return;
        }

        Stream? line = null;
        try
        {
            int descriptor = await _connection.AskLineAsync(cancellationToken);
            line = descriptor < 0 ? null : await FetchAsync(descriptor, cancellationToken);
            await _connection.TakeLineAsync(line, cancellationToken);
        }
        catch (WireException e)
        {
            await (line?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw new SandboxException(SandboxFailure.Unavailable, "its container did not answer", e);
        }
    }

    private async Task<Stream?> FetchAsync(int descriptor, CancellationToken cancellationToken)
    {
        try
        {
            return await _engine.FetchSocketAsync(_container.Name, descriptor, cancellationToken);
        }
        catch (EngineException e)
        {
            Log.NoLine(_logger, _container.Name, e);
            return null;
        }
    }

    /// <inheritdoc />
    public SandboxKind Kind { get; private set; }

    /// <summary>Completes, without failing, as soon as its stream, or what was prepared in it, has ended, whatever the reason.</summary>
    public Task Closed => Task.WhenAny(_connection.Completion, Prepared?.Ended ?? _connection.Completion);

    /// <summary>Whether its stream is open and what was prepared in it goes on.</summary>
    public bool IsOpen => !_connection.Completion.IsCompleted && Prepared is not { Ended.IsCompleted: true };

    /// <summary>Why it is <see cref="Closed"/>.</summary>
    public async Task<string> WhyClosedAsync() => _connection.Completion.IsCompleted ? (await Ended).Reason : "its server ended";

    /// <summary>Completes when the engine has removed it.</summary>
    public Task Gone => _container.Gone;

    /// <summary>
    /// Gives a container that has waited to the call of <paramref name="request"/>: from now on it lives as long as one made for that
    /// call would. Nothing is waited for; process 1 reads its new deadline before it reads what the call asks.
    /// </summary>
    public void HandOver(SandboxRequest request, LiveContainers live)
    {
        TimeSpan life = SandboxSpecs.LifeOf(request with { Wait = TimeSpan.Zero });
        live.HandOver(_container, request.Place, life);
        Kind = SandboxKind.Warm;
        try
        {
            _connection.SendDeadline(life);
        }
        catch (WireException)
        {
            // It died just now; the start of the call's process says so.
        }
    }

    /// <summary>Does what is to be done before a call has it. Once.</summary>
    public async Task PrepareAsync(ISandboxPreparation preparation, CancellationToken cancellationToken) =>
        Prepared = await preparation.PrepareAsync(this, cancellationToken);

    /// <inheritdoc />
    public async Task<IRemoteProcess> StartAsync(ProcessStart start, CancellationToken cancellationToken)
    {
        IRemoteProcess process = await BeginAsync(start, cancellationToken);
        try
        {
            await StartedAsync(process, cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public Task<IRemoteProcess> BeginAsync(ProcessStart start, CancellationToken cancellationToken) =>
        AnswerAsync(token => _connection.BeginAsync(start, token), cancellationToken);

    /// <inheritdoc />
    public Task StartedAsync(IRemoteProcess process, CancellationToken cancellationToken) => AnswerAsync(
        async token =>
        {
            await process.Started.WaitAsync(token);
            return process;
        },
        cancellationToken);

    private async Task<IRemoteProcess> AnswerAsync(Func<CancellationToken, Task<IRemoteProcess>> ask, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(AnswerDeadline, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NoAnswer(_logger, _container.Name, _attachment.ErrorTail, e);
            throw new SandboxException(SandboxFailure.Unavailable, "its container did not answer", e);
        }
        catch (WireException e) when (e.Failure == WireFailure.CannotStart)
        {
            throw new SandboxException(SandboxFailure.CannotStart, e.Message, e);
        }
        catch (WireException e)
        {
            Log.NoAnswer(_logger, _container.Name, _attachment.ErrorTail, e);
            SandboxEnd end = await Ended.WaitAsync(cancellationToken);
            throw new SandboxException(SandboxFailure.Unavailable, end.Reason, e);
        }
    }

    /// <inheritdoc />
    public Task<UsageSoFar?> GetUsageAsync(CancellationToken cancellationToken) =>
        ToldAsync(() => _connection.GetUsageAsync(cancellationToken));

    /// <inheritdoc />
    public Task<UsageSoFar?> UsageWithOutputAsync(IRemoteProcess process) => ToldAsync(() => _connection.QueueUsage(process));

    private static async Task<UsageSoFar?> ToldAsync(Func<Task<UsageSoFar>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is WireException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            // What a call has done that found it waiting is over in no time; ending it would slow that down.
            TimeSpan after = Kind == SandboxKind.Warm && IsOpen ? AfterACall : TimeSpan.Zero;
            _remover.Begin(_container, after, CloseAsync);
        }

        return ValueTask.CompletedTask;
    }

    private async Task CloseAsync()
    {
        try
        {
            if (Prepared is { } prepared)
            {
                await prepared.DisposeAsync();
            }
        }
        catch (Exception e)
        {
            // Not this room's code, and the container goes whatever it says.
            Log.NotClosed(_logger, _container.Name, e);
        }

        await _connection.DisposeAsync();
        await _attachment.DisposeAsync();
    }

    private async Task<SandboxEnd> WatchEndAsync()
    {
        string reason = "its container ended";
        try
        {
            await _connection.Completion;
        }
        catch (WireException e)
        {
            reason = e.Failure == WireFailure.Protocol ? "its container broke the protocol" : reason;
            Log.Ended(_logger, _container.Name, _attachment.ErrorTail, e);
        }

        return _container.Removing
            ? new SandboxEnd(_container.OutOfMemory, EngineLost: false, "the host removed its container")
            : await FindReasonAsync(reason);
    }

    private async Task<SandboxEnd> FindReasonAsync(string reason)
    {
        bool outOfMemory = false;
        try
        {
            // At once: the engine removes an ended container by itself.
            using CancellationTokenSource deadline = new(InspectDeadline, _time);
            ContainerState? state = await _engine.FindAsync(_container.Name, deadline.Token);
            outOfMemory = state?.OutOfMemory == true;
            if (state is { Running: true } || outOfMemory)
            {
                return End(outOfMemory, reason);
            }
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            Log.NotFound(_logger, _container.Name, e);
            return new SandboxEnd(_container.OutOfMemory, EngineLost: true, "the container engine was lost");
        }

        await Task.WhenAny(_container.Died, Task.Delay(EventGrace, _time));
        return End(_container.OutOfMemory, reason);
    }

    private static SandboxEnd End(bool outOfMemory, string reason) =>
        new(outOfMemory, EngineLost: false, outOfMemory ? "its container ran out of memory" : reason);

    private static partial class Log
    {
        [LoggerMessage(6401, LogLevel.Debug, "Process 1 of {Container} gave no answer; its standard error ends with '{ErrorTail}'")]
        public static partial void NoAnswer(ILogger logger, string container, string errorTail, Exception exception);

        [LoggerMessage(6402, LogLevel.Debug, "The stream to {Container} ended; its standard error ends with '{ErrorTail}'")]
        public static partial void Ended(ILogger logger, string container, string errorTail, Exception exception);

        [LoggerMessage(6405, LogLevel.Debug, "The way to {Container} goes through the engine")]
        public static partial void NoLine(ILogger logger, string container, Exception exception);

        [LoggerMessage(6404, LogLevel.Warning, "What was prepared in {Container} could not be closed")]
        public static partial void NotClosed(ILogger logger, string container, Exception exception);

        [LoggerMessage(6403, LogLevel.Debug, "The engine does not say how {Container} ended")]
        public static partial void NotFound(ILogger logger, string container, Exception exception);
    }
}
