using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SkillHost.Hosting;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Calls;

/// <summary>The program that a test starts in order to stop or kill it: a host with calls under way.</summary>
internal static class ChildHost
{
    /// <summary>What it prints when every call has given a sign of life.</summary>
    public const string Running = "running";

    /// <summary>Setting: another function to call, which takes a script as well.</summary>
    public const string FunctionKey = "Test:Function";

    /// <param name="args">State folder, number of calls, and settings as <c>key=value</c>.</param>
    public static async Task<int> Main(string[] args)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SkillHost:SkillsFolder"] = Repository.CallSkills,
            ["SkillHost:ImagesFolder"] = Repository.Images,
            ["SkillHost:StateFolder"] = args[0],
        });
        builder.Configuration.AddInMemoryCollection(
            args[2..].Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1]));
        builder.Services.AddSkillHost(builder.Configuration).AddDockerEngine();
        using IHost host = builder.Build();
        await host.StartAsync();
        string function = builder.Configuration[FunctionKey] ?? "probe.run";
        Task calls = CallAsync(host.Services.GetRequiredService<ISkillHost>(), function, int.Parse(args[1], null));
        await host.WaitForShutdownAsync();
        await calls;
        return 0;
    }

    private static async Task CallAsync(ISkillHost skills, string function, int count)
    {
        SkillCatalog catalog = await skills.LoadAsync();
        using CountdownEvent alive = new(count);
        Task<InvocationResult>[] calls = [.. Enumerable.Range(0, count).Select(_ => catalog.Find(function)!.CallAsync(
            """{"script":"echo alive; sleep 9"}"""u8.ToArray(),
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
