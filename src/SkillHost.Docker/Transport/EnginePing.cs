using SkillHost.Containers;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker.Transport;

/// <summary>Reads an engine's answer to a ping.</summary>
internal static class EnginePing
{
    /// <summary>The version both sides speak, or an exception that says why there is none.</summary>
    public static ApiVersion Read(HttpResponseMessage reply, DockerAddress address)
    {
        if (!reply.IsSuccessStatusCode)
        {
            throw new EngineException(EngineFailure.Broken, $"answered {(int)reply.StatusCode} to a ping");
        }

        if (!ApiVersion.TryParse(Header(reply, "Api-Version"), out var engine))
        {
            throw new EngineException(EngineFailure.Broken, $"what answers at {address.Text} is no Docker engine: it names no API version");
        }

        if (Header(reply, "OSType") is { } system && system != "linux")
        {
            throw new EngineException(EngineFailure.BadRequest, $"the engine runs {system} containers; wanted linux");
        }

        var version = ApiVersion.Negotiate(engine);
        return version.CompareTo(ApiVersion.Oldest) >= 0
            ? version
            : throw new EngineException(
                EngineFailure.BadRequest, $"the engine speaks API {engine}; wanted {ApiVersion.Oldest} (Engine 20.10) or newer");
    }

    private static string? Header(HttpResponseMessage reply, string name) =>
        reply.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
