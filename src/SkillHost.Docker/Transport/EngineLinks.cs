using SkillHost.Containers;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker.Transport;

/// <summary>Finds the engine once, keeps the way to it, and finds it again after it was lost.</summary>
internal sealed class EngineLinks(DockerAddressFinder finder, TimeSpan requestTimeout, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile EngineLink? _current;

    /// <summary>The way to the engine.</summary>
    public ValueTask<EngineLink> GetAsync(CancellationToken cancellationToken) =>
        _current is { } link ? ValueTask.FromResult(link) : new ValueTask<EngineLink>(OpenAsync(cancellationToken));

    /// <summary>Forgets a way that no longer leads to an engine. Requests under way on it end by themselves.</summary>
    public void Lose(EngineLink link) => Interlocked.CompareExchange(ref _current, null, link);

    public void Dispose()
    {
        _current?.Dispose();
        _gate.Dispose();
    }

    private async Task<EngineLink> OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _current ??= await FindAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<EngineLink> FindAsync(CancellationToken cancellationToken)
    {
        var failures = new List<(DockerAddress Address, EngineException Fault)>();
        foreach (var address in finder.Find())
        {
            var link = new EngineLink(address);
            try
            {
                link.Version = await NegotiateAsync(link, cancellationToken);
                return link;
            }
            catch (EngineException fault)
            {
                link.Dispose();
                failures.Add((address, fault));
            }
            catch
            {
                link.Dispose();
                throw;
            }
        }

        throw Summarise(failures);
    }

    private async Task<ApiVersion> NegotiateAsync(EngineLink link, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(requestTimeout, time, cancellationToken);
        try
        {
            using var reply = await link.Http.GetAsync("/_ping", deadline.Token);
            return EnginePing.Read(reply, link.Address);
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw EngineFaults.TimedOut(requestTimeout, link.Address, "GET /_ping");
        }
        catch (Exception fault) when (EngineFaults.IsAboutTheLine(fault))
        {
            // Says why only; the address and the remedy are added once, for all candidates together.
            throw fault as EngineException
                ?? new EngineException(EngineFaults.Classify(fault), EngineFaults.Describe(fault, link.Address), fault);
        }
    }

    private static EngineException Summarise(List<(DockerAddress Address, EngineException Fault)> failures)
    {
        var faults = failures.ConvertAll(pair => pair.Fault);
        var worst = faults.Find(fault => fault.Failure == EngineFailure.PermissionDenied)
            ?? faults.Find(fault => fault.Failure != EngineFailure.Unreachable)
            ?? faults[0];
        var tried = string.Join("; ", failures.Select(pair => $"{pair.Address.Text} ({pair.Address.Origin}): {pair.Fault.Message}"));
        return worst.Failure switch
        {
            EngineFailure.PermissionDenied => new EngineException(
                worst.Failure, $"this user may not use the Docker engine. Tried {tried}. {EngineFaults.HowToBeAllowed}", worst),
            EngineFailure.Unreachable => new EngineException(
                worst.Failure, $"no Docker engine answers. Tried {tried}. {EngineFaults.HowToStart}", worst),
            _ => new EngineException(worst.Failure, $"no Docker engine can be used. Tried {tried}.", worst),
        };
    }
}
