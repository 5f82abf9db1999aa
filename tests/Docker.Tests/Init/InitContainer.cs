using System.Text.Json.Nodes;
using SkillHost.Wire;

namespace SkillHost.Docker.Tests.Init;

/// <summary>One real container whose process 1 is Init, under the flags that matter to it.</summary>
internal sealed class InitContainer : IAsyncDisposable
{
    private InitContainer(string id, AttachedStream transport)
    {
        Id = id;
        Transport = transport;
    }

    public string Id { get; }

    public AttachedStream Transport { get; }

    public InitConnection Connection { get; private set; } = null!; // set by StartAsync, the only way to make one

    public static async Task<InitContainer> StartAsync(InitContainerSpec spec)
    {
        var body = Body(spec);
        if (spec.Image is null)
        {
            body["Image"] = "debian:bookworm-slim";
            body["HostConfig"]!["Binds"] = new JsonArray($"{InitProgram.Path}:/skillhost-init:ro");
        }

        var created = await RawEngine.PostAsync($"containers/create?name=wire-init-{Guid.NewGuid():n}", body);
        var id = (string)created[nameof(Id)]!; // the engine always gives one
        try
        {
            var transport = new AttachedStream(await RawEngine.AttachAsync(id));
            var container = new InitContainer(id, transport);
            if (!spec.RawTransport)
            {
                container.Connection = new InitConnection(transport);
            }

            await RawEngine.PostAsync($"containers/{id}/start", null);
            return container;
        }
        catch
        {
            await RawEngine.DeleteAsync($"containers/{id}?force=1&v=1");
            throw;
        }
    }

    public Task<JsonNode> InspectAsync() => RawEngine.GetAsync($"containers/{Id}/json");

    /// <summary>Waits for process 1 to end; its exit code.</summary>
    public async Task<int> WaitAsync() =>
        (int)(await RawEngine.PostAsync($"containers/{Id}/wait?condition=not-running", null))["StatusCode"]!; // always there

    public async ValueTask DisposeAsync()
    {
        if (Connection is not null)
        {
            await Connection.DisposeAsync();
        }

        await Transport.DisposeAsync();
        await RawEngine.DeleteAsync($"containers/{Id}?force=1&v=1");
    }

    private static JsonObject Body(InitContainerSpec spec) => new()
    {
        ["Image"] = spec.Image,
        ["Entrypoint"] = new JsonArray("/skillhost-init"),
        ["Cmd"] = new JsonArray([.. spec.Arguments.Select(argument => (JsonNode)argument)]),
        ["User"] = "100001:100001",
        ["WorkingDir"] = "/",
        ["OpenStdin"] = true,
        ["StdinOnce"] = true,
        ["AttachStdin"] = true,
        ["AttachStdout"] = true,
        ["AttachStderr"] = true,
        ["Labels"] = new JsonObject { ["wire.tests"] = "init" },
        ["HostConfig"] = new JsonObject
        {
            ["NetworkMode"] = "none",
            ["ReadonlyRootfs"] = true,
            ["CapDrop"] = new JsonArray("ALL"),
            ["SecurityOpt"] = new JsonArray("no-new-privileges:true"),
            ["Memory"] = spec.MemoryBytes,
            ["MemorySwap"] = spec.MemoryBytes,
            ["PidsLimit"] = spec.Pids,
            ["OomScoreAdj"] = 500,
            ["CgroupnsMode"] = "private",
            ["LogConfig"] = new JsonObject { ["Type"] = "none" },
            ["Tmpfs"] = new JsonObject { ["/tmp"] = "rw,nosuid,nodev,size=16m,mode=1777" },
        },
    };
}
