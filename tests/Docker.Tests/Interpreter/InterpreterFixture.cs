using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Hosting;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Interpreter;

/// <summary>One host for the skill <c>python-interpreter</c> as it is shipped.</summary>
public sealed class InterpreterFixture : IAsyncLifetime, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skillhost-interpreter-");
    private RealHost? _host;

    private RealHost Host => _host ?? throw new InvalidOperationException("not initialised");

    private string State => Path.Combine(_folder.FullName, "state");

    public async Task InitializeAsync()
    {
        string skills = _folder.CreateSubdirectory("skills").FullName;
        string source = Path.Combine(Repository.Root, "skills", "python-interpreter");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(skills, "python-interpreter", Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        _host = new RealHost(State, new Dictionary<string, string?> { ["SkillHost:SkillsFolder"] = skills });
        await _host.LoadAsync();
        await _host.Get<ISkillHost>().LoadAsync();
        await _host.StartAsync();
    }

    /// <summary>Ends the host; none of its containers may be left on the engine.</summary>
    public async Task DisposeAsync()
    {
        string prefix = $"skillhost-{(await File.ReadAllTextAsync(Path.Combine(State, "id"))).Trim()}-";
        await Host.DisposeAsync();
        await using RealHost other = new(Path.Combine(_folder.FullName, "other"));
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        Dictionary<string, string> owned = new() { [SandboxLabels.Owner] = "" };
        while ((await other.Engine.ListAsync(owned, deadline.Token)).Any(c => c.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            await Task.Delay(20, deadline.Token);
        }

        _folder.Delete(recursive: true);
    }

    ValueTask IAsyncDisposable.DisposeAsync() => Host.DisposeAsync();

    /// <summary>A session of its own.</summary>
    internal InterpreterSession Open() => new(Host);
}
