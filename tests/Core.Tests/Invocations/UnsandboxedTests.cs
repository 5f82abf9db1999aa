using Microsoft.Extensions.Logging;
using SkillHost.Audit;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Core.Tests.Invocations;

/// <summary>A skill that the operator runs without a sandbox: the same contract, marked, with nothing asked of an engine.</summary>
public sealed class UnsandboxedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Call_Unsandboxed_GetsItsInputAndAnEnvironmentOfItsOwn()
    {
        Environment.SetEnvironmentVariable("UNSANDBOXED_CANARY", "hunter2");
        await using CallHost host = NoEngine();

        InvocationResult result = await CallAsync(host, "pwd >&2; env | cut -d= -f1 | sort | tr '\\n' ' ' >&2; cat", """{"a":"b"}""");

        Assert.Equal((InvocationStatus.Ok, """{"a":"b"}"""), (result.Status, result.Stdout));
        Assert.False(result.Sandboxed);
        Assert.Equal("host", result.Network.Mode);
        string[] lines = result.Stderr.Split('\n');
        Assert.Equal(_folder.Path, lines[0]);
        Assert.Contains("PATH ", lines[1], StringComparison.Ordinal);
        Assert.Contains("SKILL_FUNCTION SKILL_INVOCATION_ID SKILL_NAME", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", lines[1], StringComparison.Ordinal);
        Assert.Empty(host.Engine.Made);
    }

    [Fact]
    public async Task Call_Unsandboxed_IsMarkedInLogAndAudit()
    {
        await using CallHost host = NoEngine();

        InvocationResult open = await CallAsync(host, "true");
        host.Engine.Before = (_, _) => Task.CompletedTask;
        InvocationResult contained = await host.CallAsync();

        bool[] marks = [.. new AuditReader(host.Get<AuditFolder>().Path).Read().Select(entry => entry.Record.Unsandboxed)];
        Assert.Equal([true, false], marks);
        Assert.Equal((false, true), (open.Sandboxed, contained.Sandboxed));
        Assert.Single(host.Log.At(LogLevel.Warning), line => line.Contains("WITHOUT A SANDBOX", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_AtItsDeadline_IsKilledWithAllItStarted()
    {
        await using CallHost host = NoEngine();

        Task<InvocationResult> call = CallAsync(host, "sleep 300 & echo $!; (sleep 300 & echo $!); touch started; wait");
        await host.Time.WaitForTimerAsync(TimeSpan.FromSeconds(7));
        await WaitForAsync(() => File.Exists(Path.Combine(_folder.Path, "started")) || call.IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(7));
        InvocationResult result = await call;

        Assert.Equal(InvocationStatus.TimedOut, result.Status);
        string[] started = result.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, started.Length);
        await WaitForAsync(() => !started.Any(IsAlive));
    }

    [Fact]
    public async Task Call_ThatLeavesSomethingRunning_EndsAndItIsKilled()
    {
        await using CallHost host = NoEngine();

        InvocationResult result = await CallAsync(host, "sleep 300 & echo $!");

        Assert.Equal(InvocationStatus.Ok, result.Status);
        await WaitForAsync(() => !IsAlive(result.Stdout.Trim()));
    }

    [Fact]
    public async Task Call_WithMuchOutput_KeepsTheBeginning()
    {
        await using CallHost host = NoEngine();

        InvocationResult result = await CallAsync(host, "yes | head -c 200000; exit 3");

        Assert.Equal((InvocationStatus.Failed, 3), (result.Status, result.ExitCode));
        Assert.Equal((200_000, 1000, true), (result.StdoutBytes, result.Stdout.Length, result.Truncated));
    }

    [Fact]
    public async Task Call_BoundThatNothingWouldHold_IsDenied()
    {
        await using CallHost host = NoEngine();
        InvocationOptions less = new() { Narrowing = new PolicyNarrowing { MemoryBytes = 32 << 20 } };
        InvocationOptions shorter = new() { Narrowing = new PolicyNarrowing { Timeout = TimeSpan.FromSeconds(5) } };

        InvocationResult denied = await CallAsync(host, "true", options: less);
        InvocationResult ran = await CallAsync(host, "true", options: shorter);

        Assert.Equal((InvocationStatus.Denied, InvocationStatus.Ok), (denied.Status, ran.Status));
    }

    [Fact]
    public async Task Call_ProgramNobodyHas_FailsWithoutAPathOfTheHost()
    {
        await using CallHost host = NoEngine();
        Callable function = Function("true");
        function = function with { Function = function.Function with { Command = ["no-such-program-here"] } };

        InvocationResult result = await host.CallAsync(function: function);

        Assert.Equal(InvocationStatus.Failed, result.Status);
        Assert.Contains("no-such-program-here is not a program of this machine", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, result.Error, StringComparison.Ordinal);
    }

    private static CallHost NoEngine()
    {
        CallHost host = new();
        host.Engine.Before = (name, _) => throw new InvalidOperationException($"the engine was asked for {name}");
        return host;
    }

    private Task<InvocationResult> CallAsync(CallHost host, string script, string arguments = "{}", InvocationOptions? options = null) =>
        host.CallAsync(arguments, Function(script), options);

    private Callable Function(string script)
    {
        Callable function = CallHost.Function(policy: CallHost.Policy with { Unsandboxed = true });
        return function with
        {
            Skill = function.Skill with { Folder = _folder.Path },
            Function = function.Function with { Command = ["sh", "-c", script] },
        };
    }

    private static bool IsAlive(string pid) =>
        Directory.Exists($"/proc/{pid}") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal);

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
