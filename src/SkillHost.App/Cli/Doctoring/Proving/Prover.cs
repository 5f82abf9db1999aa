using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Containers;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.App.Cli.Doctoring.Proving;

/// <summary>
/// Breaks every limit for real, in containers made as those of calls are, and says which of them held. Beside each stands what must
/// succeed, so that a probe that does nothing proves nothing.
/// </summary>
internal sealed class Prover(Session session, ProbeFolder folder, Action<string> progress)
{
    private static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(10);
    private readonly List<Finding> _findings = [];

    /// <summary>One finding per limit; <see cref="Verdict.Fail"/> for what this engine does not enforce.</summary>
    public async Task<IReadOnlyList<Finding>> ProveAsync(CancellationToken cancellationToken)
    {
        progress("building the probes' image");
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        await session.StartAsync(cancellationToken);
        IReadOnlyList<ImageBuildReport> reports = await session.Get<IImageBuilder>().BuildAsync(
            catalog.Skills, new ImageBuildRequest(), new Progress<ImageBuildProgress>(), cancellationToken);
        if (reports is not [{ Image: { } image }])
        {
            string reason = catalog.Failures.Count > 0 ? $"{catalog.Failures[0]}" : string.Join(' ', reports.Select(r => r.Message));
            return [Finding.Fail("proofs", $"the probes could not be built: {reason}", "mend what is wrong above, then prove again")];
        }

        try
        {
            await ProveAllAsync(cancellationToken);
        }
        finally
        {
            await session.Get<IImageEngine>().RemoveImageAsync(image.Tag, CancellationToken.None);
        }

        return _findings;
    }

    private async Task ProveAllAsync(CancellationToken cancellationToken)
    {
        ProbeResult within = await RunAsync("memory_within", "memory limit", cancellationToken);
        ProbeResult over = await RunAsync("memory_over", "memory limit", cancellationToken);
        Add("memory limit", within.IsOk, over.Status == InvocationStatus.OutOfMemory,
            $"16 of 64 MiB: {within}; 256 of 64 MiB: {over}", "the kernel needs the memory controller; see 'limits' above");

        ProbeResult threads = await RunAsync("threads", "process limit", cancellationToken);
        Add("process limit", threads["threads"] >= 4, threads["threads"] is >= 0 and <= 32,
            $"{threads["threads"]} of 200 threads started under a limit of 32", "the kernel needs the pids controller; see 'limits' above");

        await ProveProcessorsAsync(cancellationToken);
        ProbeResult network = await RunAsync("network", "no network", cancellationToken);
        Add("no network", network["loopback"] == 0, network["interfaces"] == 1 && network["outside"] > 0,
            $"{network["interfaces"]} interface, loopback {Word(network["loopback"])}, another host {Word(network["outside"])}",
            "the engine gives containers a network although none was asked for: look for a plugin or proxy that changes containers");

        ProbeResult files = await RunAsync("files", "read-only root", cancellationToken);
        Add("read-only root", files["tmp"] == 0, files["root"] > 0 && files["etc"] > 0 && files["init"] > 0,
            $"a file in /tmp {Word(files["tmp"])}; in / {Word(files["root"])}, in /etc {Word(files["etc"])}, "
            + $"beside process 1 {Word(files["init"])}",
            "the engine ignores read-only root file systems; use Docker's own engine");

        ProbeResult fill = await RunAsync("fill", "size of /tmp", cancellationToken);
        Add("size of /tmp", fill["bytes"] >= 2 << 20, fill["bytes"] <= 4 << 20 && fill["error"] > 0,
            $"{Amount.Bytes(Math.Max(0, fill["bytes"]))} fit in /tmp of 4 MiB", "the engine ignores the size of tmpfs mounts");
        await ProvePrivilegesAsync(cancellationToken);
        await ProveTimeAsync(cancellationToken);
        await ProveNothingIsLeftAsync(cancellationToken);
    }

    private async Task ProveProcessorsAsync(CancellationToken cancellationToken)
    {
        ProbeResult narrow = await RunAsync("spin_narrow", "processor limit", cancellationToken);
        ProbeResult wide = await RunAsync("spin_wide", "processor limit", cancellationToken);
        Add("processor limit", wide.CpuMs > 2 * narrow.CpuMs && narrow.CpuMs > 0, narrow.CpuMs < 300,
            $"one busy second took {narrow.CpuMs:0} ms of a processor under a limit of 0.1, {wide.CpuMs:0} ms under 1",
            "the kernel needs the cpu controller with CFS bandwidth (CONFIG_CFS_BANDWIDTH); on a busy machine prove again when it is idle");
    }

    private async Task ProvePrivilegesAsync(CancellationToken cancellationToken)
    {
        ProbeResult has = await RunAsync("privileges", "privileges", cancellationToken);
        Add("no new privileges", has["becomeSelf"] == 0, has["noNewPrivileges"] == 1 && has["capabilities"] == 0,
            $"the kernel's flag is {has["noNewPrivileges"]}, capabilities {has["capabilities"]:x}",
            "the engine ignores no-new-privileges or cap-drop; use Docker's own engine");
        Add("user", has["becomeSelf"] == 0, has["user"] >= 100_000 && has["becomeRoot"] > 0,
            $"id {has["user"]}; its own again {Word(has["becomeSelf"])}, root {Word(has["becomeRoot"])}",
            "the engine changes the user of containers; use Docker's own engine");
        Add("seccomp", has.IsOk, has["seccomp"] == 2 && has["trace"] > 0,
            $"mode {has["seccomp"]}, ptrace {Word(has["trace"])}", "use a kernel and an engine with seccomp; see 'seccomp' above");
    }

    private async Task ProveTimeAsync(CancellationToken cancellationToken)
    {
        ProbeResult within = await RunAsync("sleep_within", "time limit", cancellationToken);
        ProbeResult over = await RunAsync("sleep_over", "time limit", cancellationToken);
        Add("time limit", within.IsOk, over.Status == InvocationStatus.TimedOut && over.RunMs < 5000,
            $"0.1 s of 10 s: {within}; a minute under 1 s: {over} after {over.RunMs:0} ms",
            "the machine is too busy, or its clock is wrong");
    }

    private async Task ProveNothingIsLeftAsync(CancellationToken cancellationToken)
    {
        progress("looking for what is left");
        TimeProvider time = session.Get<TimeProvider>();
        long begun = time.GetTimestamp();
        Dictionary<string, string> ours = new() { [SandboxLabels.Skill] = folder.Name };
        int left;
        while ((left = (await session.Get<IContainerEngine>().ListAsync(ours, cancellationToken)).Count) > 0
            && time.GetElapsedTime(begun) < RemovalLimit)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }

        Add("nothing left", true, left == 0, $"{Amount.Count(left, "container")} of the probes left", "'skillhost gc' removes them");
    }

    private async Task<ProbeResult> RunAsync(string function, string what, CancellationToken cancellationToken)
    {
        progress($"proving: {what} ({function})");
        SkillFunction probe = FunctionFinder.Find(session.SkillHost.Catalog, $"{folder.Name}.{function}");
        InvocationResult result = await probe.CallAsync(
            "{}"u8.ToArray(), new InvocationOptions { Caller = CliCaller.Name, ApprovedBy = CliCaller.Name }, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new ProbeResult(result);
    }

    private void Add(string check, bool control, bool held, string seen, string remedy) => _findings.Add(
        !control ? Finding.Fail($"proof: {check}", $"not proven, since what must succeed did not: {seen}", remedy)
        : held ? Finding.Ok($"proof: {check}", seen)
        : Finding.Fail($"proof: {check}", $"not enforced: {seen}", remedy));

    private static string Word(long error) => error switch { 0 => "works", < 0 => "unknown", _ => $"refused (error {error})" };
}
