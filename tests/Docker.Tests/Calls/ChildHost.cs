using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Calls;

/// <summary>The program that a test starts in order to stop or kill it: a host with calls under way.</summary>
internal static class ChildHost
{
    /// <summary>What it prints when every call has given a sign of life.</summary>
    public const string Running = "running";

    /// <summary>Setting: other functions to call in turn, separated by commas, which take a script as well.</summary>
    public const string FunctionKey = "Test:Function";

    /// <summary>Setting: a task of <see cref="ChildTasks"/> in place of calls that wait.</summary>
    public const string TaskKey = "Test:Task";

    /// <param name="args">State folder, number of calls, and settings as <c>key=value</c>.</param>
    public static async Task<int> Main(string[] args)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SkillHost:SkillsFolder"] = Path.Combine(Path.GetDirectoryName(Repository.CallSkills)!, "faults"),
            ["SkillHost:ImagesFolder"] = Repository.Images,
            ["SkillHost:StateFolder"] = args[0],
        });
        builder.Configuration.AddInMemoryCollection(
            args[2..].Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1]));
        builder.Services.AddSkillHost(builder.Configuration).AddDockerEngine();
        using IHost host = builder.Build();
        await host.StartAsync();
        SkillFunction[] functions = await FindAsync(host.Services, builder.Configuration[FunctionKey] ?? "full-command.run");
        int count = int.Parse(args[1], null);
        Task calls = builder.Configuration[TaskKey] is { } task
            ? ChildTasks.RunAsync(task, functions, count)
            : CallAsync(functions, count);
        await host.WaitForShutdownAsync();
        await calls;
        return 0;
    }

    private static async Task<SkillFunction[]> FindAsync(IServiceProvider services, string names)
    {
        ISkillHost skills = services.GetRequiredService<ISkillHost>();
        SkillCatalog catalog = await skills.LoadAsync();
        if (catalog.Unlisted.Count > 0)
        {
            await services.GetRequiredService<IImageBuilder>().BuildAsync(
                [.. catalog.Skills.Where(skill => catalog.Unlisted.Contains(skill.Name))], new ImageBuildRequest(),
                new Progress<ImageBuildProgress>(), CancellationToken.None);
            catalog = await skills.LoadAsync();
        }

        return [.. names.Split(',').Select(name => catalog.Find(name) ?? throw new KeyNotFoundException(name))];
    }

    private static async Task CallAsync(SkillFunction[] functions, int count)
    {
        using CountdownEvent alive = new(count);
        Task<InvocationResult>[] calls = [.. Enumerable.Range(0, count).Select(i => functions[i % functions.Length].CallAsync(
            """{"script":"echo alive; sleep 55"}"""u8.ToArray(),
            new InvocationOptions
            {
                OnEvent = (_, _) =>
                {
                    alive.Signal();
                    return ValueTask.CompletedTask;
                },
            }))];
        await Task.WhenAny(Task.Run(alive.Wait), Task.WhenAll(calls));
        Console.WriteLine(alive.IsSet ? Running : string.Join('\n', calls.Select(call => call.Result.Error)));
        InvocationResult[] results = await Task.WhenAll(calls);
        Console.WriteLine(string.Join(' ', results.Select(result => InvocationJson.NameOf(result.Status))));
    }
}
