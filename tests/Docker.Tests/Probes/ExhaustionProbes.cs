using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Wire;

namespace SkillHost.Docker.Tests.Probes;

/// <summary>A skill that takes all it can get: it meets its own limit, and others go on being served.</summary>
public sealed class ExhaustionProbes(CallFixture fixture) : CallTest(fixture)
{
    [Fact]
    public async Task ForkForever_WhileOthersAreCalled_TimesOutAndOthersAreServed()
    {
        Task<InvocationResult> bomb = Host.ShellAsync("f(){ f|f& }; f; sleep 30", options: For(TimeSpan.FromSeconds(4)));
        InvocationResult other = await Host.CallAsync("echo.arguments", "{}");
        InvocationResult result = await bomb;

        Assert.Equal(InvocationStatus.TimedOut, result.Status);
        Assert.Equal(InvocationStatus.Ok, other.Status);
    }

    [Fact]
    public async Task EatMemory_ItselfOrInAChild_OutOfMemoryWhateverTheExitCode()
    {
        const string eater = "awk 'BEGIN{x=\"aaaaaaaaaaaaaaaa\";while(1)x=x x}'";

        InvocationResult[] results = await Task.WhenAll(
            Host.ShellAsync(eater), Host.ShellAsync($"{eater} >/dev/null; echo survived; exit 0"), Host.ShellAsync("echo modest"));

        Assert.Equal(InvocationStatus.OutOfMemory, results[0].Status);
        Assert.Equal(InvocationStatus.OutOfMemory, results[1].Status);
        Assert.Contains("survived", results[1].Stdout, StringComparison.Ordinal);
        Assert.Equal(0, results[1].ExitCode);
        Assert.Equal(InvocationStatus.Ok, results[2].Status);
    }

    [Fact]
    public async Task FillTmp_WithBytesOrFiles_StopsAtItsSizeAndIsNoWantOfMemory()
    {
        InvocationResult[] results = await Task.WhenAll(
            Host.ShellAsync("dd if=/dev/zero of=/tmp/x bs=1M count=200 2>&1; wc -c < /tmp/x"),
            Host.ShellAsync("i=0; while : 2>/dev/null >/tmp/$i; do i=$((i+1)); done 2>/dev/null; ls /tmp | wc -l"));

        Assert.Contains("No space left", results[0].Stdout, StringComparison.Ordinal);
        Assert.Equal(16 << 20, long.Parse(results[0].Stdout.TrimEnd().Split('\n')[^1], null));
        Assert.Equal(InvocationStatus.Ok, results[0].Status);
        Assert.InRange(int.Parse(results[1].Stdout, null), 1000, 4096);
    }

    [Fact]
    public async Task SpinForever_InEightCalls_EachTimesOut()
    {
        InvocationResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Host.ShellAsync("while :; do :; done", options: For(TimeSpan.FromSeconds(3)))));

        Assert.All(results, result => Assert.Equal(InvocationStatus.TimedOut, result.Status));
        Assert.All(results, result => Assert.InRange(result.Usage.CpuMs ?? 0, 0, 3000 * 0.6));
    }

    [Theory]
    [InlineData("trap '' TERM INT HUP; while :; do sleep 1; done")]
    [InlineData("sleep 100000")]
    [InlineData("setsid sleep 100000 & sleep 100000")]
    [InlineData("exec 1>&- 2>&-; sleep 100000")]
    public async Task Linger_IgnoringSignalsOrDetached_IsGoneAtItsLimit(string script)
    {
        InvocationResult result = await Host.ShellAsync(script, "probe.run_briefly");

        Assert.Equal(InvocationStatus.TimedOut, result.Status);
    }

    [Fact]
    public async Task OpenFilesAndStartThreads_UntilRefused_WithinTheirLimits()
    {
        InvocationResult[] results = await Task.WhenAll(
            Host.PythonAsync("""
                files = []
                try:
                    while True: files.append(open('/dev/null'))
                except OSError: print(len(files))
                """),
            Host.PythonAsync("""
                import threading, time
                n = 0
                try:
                    for _ in range(1000): threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); n += 1
                except RuntimeError: pass
                print(n, flush=True)
                import os; os._exit(0)
                """));

        Assert.InRange(int.Parse(results[0].Stdout, null), 900, 1024);
        Assert.InRange(int.Parse(results[1].Stdout, null), 40, 64 + InitFacts.Threads);
    }

    [Fact]
    public async Task AskForMoreMemoryThanThereIs_InTenCalls_TheExcessWaits()
    {
        string state = Directory.CreateTempSubdirectory("skillhost-budget-").FullName;
        Dictionary<string, string?> settings = Fixture.Settings();
        settings["SkillHost:Sandboxes:MemoryBudgetBytes"] = $"{256L << 20}";
        await using (RealHost host = new(state, settings))
        {
            await host.LoadAsync("probe");
            InvocationResult[] results = await Task.WhenAll(
                Enumerable.Range(0, 10).Select(_ => host.ShellAsync("head -c 30000000 /dev/zero | tail -c 30000000 | wc -c")));

            Assert.All(results, result => Assert.Equal(InvocationStatus.Ok, result.Status));
            Assert.Contains(results, result => result.Phases.QueueMs > 50);
        }

        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public async Task FiveHundredCallsAtOnce_MoreThanMayWait_ExcessIsBusyAtOnceAndAllAreAccountedFor()
    {
        string state = Directory.CreateTempSubdirectory("skillhost-crowd-").FullName;
        Dictionary<string, string?> settings = Fixture.Settings();
        settings["SkillHost:Sandboxes:MaxConcurrentCallsPerSkill"] = "8";
        settings["SkillHost:Sandboxes:QueueTimeout"] = "00:00:10";
        await using (RealHost host = new(state, settings))
        {
            await host.LoadAsync("echo");
            InvocationResult[] results = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => host.CallAsync("echo.arguments", "{}")));

            ILookup<InvocationStatus, InvocationResult> byStatus = results.ToLookup(result => result.Status);
            Assert.Equal(500, byStatus[InvocationStatus.Ok].Count() + byStatus[InvocationStatus.Busy].Count());
            Assert.InRange(byStatus[InvocationStatus.Ok].Count(), 8, 72);
            Assert.All(byStatus[InvocationStatus.Busy], result => Assert.InRange(result.RetryAfterMs ?? 0, 1000, 60_000));
        }

        Directory.Delete(state, recursive: true);
    }

    private static InvocationOptions For(TimeSpan timeout) => new() { Narrowing = new PolicyNarrowing { Timeout = timeout } };
}
