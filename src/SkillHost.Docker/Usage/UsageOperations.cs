using System.Text.Json;
using SkillHost.Containers;
using SkillHost.Docker.Images;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Usage;

/// <summary>Asks the engine what things take up.</summary>
internal sealed class UsageOperations(EngineHttp http)
{
    private static readonly TimeSpan RegistryPatience = TimeSpan.FromSeconds(10);

    public async Task<ContainerUsage?> MeasureAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            var request = EngineRequest.Get($"/containers/{EnginePath.Container(container)}/stats?stream=0");
            return await http.FindAsync(request, UsageJson.Default.StatsBody, cancellationToken) is { } body ? UsageMapper.Map(body) : null;
        }
        catch (EngineException fault) when (fault.Failure == EngineFailure.Conflict || IsAboutNothing(fault))
        {
            // Engine 20.10 answers 409 for a container that is being removed, and 200 without a body for one removed while it measured.
            return null;
        }
    }

    public async Task<EngineDisk> MeasureDiskAsync(CancellationToken cancellationToken) =>
        UsageMapper.Map(await http.ReadAsync(EngineRequest.Get("/system/df?verbose=1"), UsageJson.Default.DiskBody, cancellationToken));

    public Task AskRegistryAsync(string reference, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/distribution/{ImageReference.Parse(reference).Text}/json") with { Timeout = RegistryPatience };
        return http.DoAsync(request, cancellationToken);
    }

    private static bool IsAboutNothing(EngineException fault) =>
        fault.InnerException is JsonException { LineNumber: 0, BytePositionInLine: 0 };
}
