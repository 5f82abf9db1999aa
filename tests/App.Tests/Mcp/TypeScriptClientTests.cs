using System.Diagnostics;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Mcp;

/// <summary>The door, driven by the official TypeScript client, which npm installs once under artifacts/.</summary>
[Collection(EngineTests.Name)]
public sealed class TypeScriptClientTests(McpSkills skills) : IClassFixture<McpSkills>
{
    private const string Package = "@modelcontextprotocol/sdk@1.32";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "npm-mcp");

    [SkippableFact]
    public async Task Client_OverStreams_DoesAllThatClientsDo() =>
        await DriveAsync("dotnet", SkillHostProgram.File, "mcp", "--config", "appsettings.json");

    [SkippableFact]
    public async Task Client_OverHttp_DoesAllThatClientsDo()
    {
        Skip.If(new EngineFactAttribute().Skip is not null, new EngineFactAttribute().Skip);
        await using WebHost host = await WebHost.StartAsync(skills.Root, Path.Combine(Repository.Root, "images"));

        await DriveAsync(host.Address.ToString());
    }

    private async Task DriveAsync(params string[] target)
    {
        Skip.If(new EngineFactAttribute().Skip is not null, new EngineFactAttribute().Skip);
        await InstallAsync();
        string[] arguments = [Path.Combine(Folder, "client.mjs"), skills["tell"], skills["wait"], skills.Add, .. target];

        JsonElement seen = JsonElement.Parse(await RunAsync("node", skills.Root, arguments));

        Assert.Equal(
            [skills.Add, .. new[] { "echo", "fail", "tell", "wait", "draw" }.Select(f => skills[f])], Texts(seen, "tools"));
        Assert.Equal(["1/2", "2/2"], Texts(seen, "progress"));
        Assert.Equal(["a log line", "waiting"], Texts(seen, "logs"));
        Assert.Equal("told\n", seen.GetProperty("told").GetString());
        Assert.True(seen.GetProperty("wrong").GetBoolean());
        Assert.Equal(-32602, seen.GetProperty("unknown").GetInt32());
        Assert.Equal("""{"text":"a"}{"text":"b"}""", seen.GetProperty("added").GetString());
        Assert.Equal("cancelled", seen.GetProperty("waited").GetString());
        await McpSkills.AwaitContainersAsync(skills.Runner, 0);
        await McpSkills.AwaitContainersAsync(skills.Keeper, 0);
    }

    private static string[] Texts(JsonElement seen, string name) =>
        [.. seen.GetProperty(name).EnumerateArray().Select(text => text.GetString() ?? "")];

    private static async Task InstallAsync()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "client.mjs"), Repository.Read("tests/App.Tests/Mcp/client.mjs"));
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "@modelcontextprotocol", "sdk")))
        {
            return;
        }

        await File.WriteAllTextAsync(Path.Combine(Folder, "package.json"), """{"private":true,"type":"module"}""");
        await RunAsync("npm", Folder, "install", "--no-audit", "--no-fund", "--ignore-scripts", Package);
    }

    private static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        using CancellationTokenSource limit = new(Patience);
        using Process process = Start(program, folder, arguments);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Skip.If(program == "npm" && process.ExitCode != 0, $"npm could not install {Package}: {await error}");
            Assert.True(process.ExitCode == 0, await error);
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(string program, string folder, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }) ?? throw new InvalidOperationException($"{program} could not be started");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SkipException($"{program} is not installed");
        }
    }
}
