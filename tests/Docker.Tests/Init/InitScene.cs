using System.Text;
using SkillHost.Wire.Processes;

namespace SkillHost.Docker.Tests.Init;

/// <summary>Containers of one test, all removed at its end.</summary>
public abstract class InitScene : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(120));
    private readonly List<InitContainer> _containers = [];

    protected CancellationToken Limit => _limit.Token;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var container in _containers)
        {
            await container.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    internal async Task<InitContainer> StartContainerAsync(InitContainerSpec? spec = null)
    {
        Skip.IfNot(RawEngine.Answers, "no Docker Engine on this machine");
        var container = await InitContainer.StartAsync(spec ?? new InitContainerSpec());
        _containers.Add(container);
        return container;
    }

    internal static ProcessStart Shell(string script) => new()
    {
        Arguments = ["sh", "-c", script],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
    };

    internal async Task<(string Output, ProcessExit Exit)> RunAsync(InitContainer container, ProcessStart start)
    {
        await using var process = await container.Connection.StartAsync(start, Limit);
        using var output = new MemoryStream();
        await process.Output.CopyToAsync(output, Limit);
        return (Encoding.UTF8.GetString(output.ToArray()), await process.Exited.WaitAsync(Limit));
    }

    /// <summary>That process 1 still does its work.</summary>
    internal async Task AssertWorksAsync(InitContainer container)
    {
        var (output, exit) = await RunAsync(container, new ProcessStart { Arguments = ["/bin/echo", "ok"] });

        Assert.Equal("ok\n", output);
        Assert.Equal(0, exit.ExitCode);
    }
}
