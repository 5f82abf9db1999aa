using System.Net.Http.Headers;
using System.Text.Json;
using SkillHost.Containers;
using SkillHost.Docker.Baseline;
using SkillHost.Docker.Baseline.Bodies;
using SkillHost.Docker.Info;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Containers;

/// <summary>Creates, starts, finds, lists and removes containers.</summary>
internal sealed class ContainerOperations(EngineHttp http, EngineInfoReader info, ContainerBaseline baseline)
{
    public async Task<string> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        var name = EnginePath.Container(spec.Name);
        var body = baseline.Apply(spec, await info.GetAsync(cancellationToken));
        var request = EngineRequest.Post($"/containers/create?name={name}") with { Content = () => Write(body) };
        return (await http.ReadAsync(request, ContainersJson.Default.CreatedBody, cancellationToken)).Id;
    }

    /// <summary>Starts a container; one that runs already stays as it is.</summary>
    public Task StartAsync(string container, CancellationToken cancellationToken) =>
        http.DoAsync(EngineRequest.Post($"/containers/{EnginePath.Container(container)}/start"), cancellationToken);

    public async Task<ContainerState?> FindAsync(string container, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/containers/{EnginePath.Container(container)}/json");
        return await http.FindAsync(request, ContainersJson.Default.InspectBody, cancellationToken) is { } body
            ? ContainerMapper.Map(body)
            : null;
    }

    public async Task RemoveAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            var request = EngineRequest.Delete($"/containers/{EnginePath.Container(container)}?force=1&v=1");
            await http.DoAsync(request, cancellationToken);
        }
        catch (EngineException fault) when (IsGoneAlready(fault))
        {
            // The engine removes a container by itself when its process 1 ends; whoever comes second has nothing to do.
        }
    }

    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var filters = EngineFilters.Write(("label", EngineFilters.Labels(labels)));
        var request = EngineRequest.Get(EnginePath.WithQuery("/containers/json", ("all", "1"), ("filters", filters)));
        var rows = await http.ReadAsync(request, ContainersJson.Default.IReadOnlyListRowBody, cancellationToken);
        return [.. rows.Select(ContainerMapper.Map)];
    }

    private static bool IsGoneAlready(EngineException fault) => fault.Failure == EngineFailure.NotFound
        || (fault.Failure == EngineFailure.Conflict && fault.Message.Contains("already in progress", StringComparison.Ordinal));

    private static ByteArrayContent Write(CreateBody body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, BaselineJson.Wire.CreateBody));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
