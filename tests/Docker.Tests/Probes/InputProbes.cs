using System.Text;
using System.Text.Json;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Probes;

/// <summary>Arguments are data: delivered byte for byte, or refused before any container exists.</summary>
public sealed class InputProbes(CallFixture fixture) : CallTest(fixture)
{
    public static TheoryData<string> Wrong => new(
        "{}",
        """{"script":7}""",
        """{"script":"x","script":"y"}""",
        """{"script":1e400}""",
        """{"script":"\ud800"}""",
        $$"""{"script":"{{new string('x', 2 << 20)}}"}""",
        $$"""{"script":"x","a":{{new string('[', 200)}}{{new string(']', 200)}}}""",
        """["script"]""",
        """{"script":"x"} trailing""");

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task SendWrongArguments_AnyKind_RefusedBeforeAnyContainer(string arguments)
    {
        InvocationResult result = await Host.CallAsync("probe.run", arguments);

        Assert.Equal(InvocationStatus.InvalidArguments, result.Status);
        Assert.Null(result.ExitCode);
        Assert.Empty(await Fixture.OwnContainersAsync());
    }

    [Fact]
    public async Task SendShellText_InAnyQuoting_ComesBackByteForByte()
    {
        string[] texts = ["\"; rm -rf /", "$(id)", "`id`", "--flag", "-e X=Y", "a\nb\r\n", "%s%n", "{{config}}", "\u0000\u0001",
            "é 𝄞 \u202e", "__proto__", "\\\\\""];
        string[] arguments = [.. texts.Select(text => JsonSerializer.Serialize(new { text }, InvocationJson.Options)),
            """{ "a" : 1.0e+2 ,"b":"\u00e9\/" }"""];

        InvocationResult[] results = await Task.WhenAll(arguments.Select(text => Host.CallAsync("echo.arguments", text)));

        Assert.Equal(arguments, results.Select(result => result.Value?.GetString()));
    }

    [Fact]
    public async Task SendAMegabyte_OfArguments_ComesBackWhole()
    {
        string text = $$"""{"text":"{{new string('é', 500_000)}}"}""";

        InvocationResult result = await Host.CallAsync("echo.arguments", text);

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Equal(Encoding.UTF8.GetByteCount(text), result.StdoutBytes);
        Assert.Equal(text, result.Stdout);
    }

    [Fact]
    public async Task SendSecrets_AsArguments_InNoCommandLineOrEnvironment()
    {
        InvocationResult result = await Host.CallAsync("echo.program", """{"token":"hunter2"}""");

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Contains("SKILL_NAME", result.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendPolicyWords_AsArguments_NothingChanges()
    {
        const string script =
            "grep -h . /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; ls /sys/class/net";
        string plain = JsonSerializer.Serialize(new { script });
        string greedy = JsonSerializer.Serialize(new
        {
            script,
            timeout = 9999,
            image = "debian",
            network = "host",
            _policy = new { memory = "9g" },
            HostConfig = new { Privileged = true },
        });

        InvocationResult[] results = await Task.WhenAll(Host.CallAsync("probe.run", plain), Host.CallAsync("probe.run", greedy));

        Assert.Equal($"{64 << 20}\nlo\n", results[0].Stdout);
        Assert.Equal(results[0].Stdout, results[1].Stdout);
    }

    [Fact]
    public async Task RemoveTheSkillsFolder_WhileACallRuns_ItFinishes()
    {
        string temporary = Directory.CreateTempSubdirectory("skillhost-removed-").FullName;
        string skill = Path.Combine(temporary, "skills", "probe");
        Directory.CreateDirectory(skill);
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.CallSkills, "probe")))
        {
            File.Copy(file, Path.Combine(skill, Path.GetFileName(file)));
        }

        Dictionary<string, string?> settings = new() { ["SkillHost:SkillsFolder"] = Path.GetDirectoryName(skill) };
        await using (RealHost host = new(Path.Combine(temporary, "state"), settings))
        {
            await host.LoadAsync();
            TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<InvocationResult> call = host.ShellAsync("echo begun; sleep 1; cat run.sh", options: new InvocationOptions
            {
                OnEvent = (_, _) =>
                {
                    running.TrySetResult();
                    return ValueTask.CompletedTask;
                },
            });
            await running.Task;
            Directory.Delete(skill, recursive: true);
            Hosting.SkillCatalog reloaded = await host.Get<Hosting.ISkillHost>().LoadAsync();
            InvocationResult result = await call;

            Assert.Empty(reloaded.Functions);
            Assert.Equal(InvocationStatus.Ok, result.Status);
            Assert.Contains("exec bash", result.Stdout, StringComparison.Ordinal);
        }

        Directory.Delete(temporary, recursive: true);
    }
}
