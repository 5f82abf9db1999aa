using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SkillHost.Audit;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Core.Tests.Invocations;

/// <summary>Every call is on record, and what cannot be recorded does not happen.</summary>
public sealed class AuditedCallTests : IDisposable
{
    private readonly TempFolder _state = new();

    private string Folder => Path.Combine(_state.Path, "audit");

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Call_Ok_RecordSaysWhoWhatAndHow()
    {
        await using CallHost host = new(state: _state.Path);

        InvocationResult result = await host.CallAsync("""{"a":1}""", options: new InvocationOptions { Caller = "cli:alice" });

        AuditRecord record = Assert.Single(Read());
        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Equal(("cli:alice", "probe", "run", "ok"), (record.Caller, record.Skill, record.Function, record.Outcome));
        Assert.Equal(result.InvocationId, record.InvocationId);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("""{"a":1}"""u8)), record.ArgumentsHash);
        Assert.Equal((7, result.StdoutBytes, result.DurationMs), (record.ArgumentBytes, record.StdoutBytes, record.DurationMs));
        Assert.Equal(PolicyHash.Of(CallHost.Policy), record.PolicyHash);
        Assert.StartsWith("sha256:", record.ImageId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_Refused_IsOnRecordToo()
    {
        await using CallHost host = new(state: _state.Path);

        await host.CallAsync("[1]");
        await host.CallAsync(options: new InvocationOptions { Narrowing = new PolicyNarrowing { Timeout = TimeSpan.FromHours(1) } });
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await host.CallAsync(cancellationToken: cancelled.Token);

        Assert.Equal(["invalid_arguments", "denied", "cancelled"], Read().Select(r => r.Outcome));
        Assert.All(Read(), r => Assert.Equal("dotnet", r.Caller));
    }

    [Fact]
    public async Task Call_Narrowed_RecordHasTheHashOfTheNarrowerPolicy()
    {
        await using CallHost host = new(state: _state.Path);

        await host.CallAsync(options: new InvocationOptions { Narrowing = new PolicyNarrowing { Timeout = TimeSpan.FromSeconds(2) } });

        SandboxPolicy narrower = CallHost.Policy with { Limits = CallHost.Policy.Limits with { Timeout = TimeSpan.FromSeconds(2) } };
        Assert.Equal(PolicyHash.Of(narrower), Assert.Single(Read()).PolicyHash);
    }

    [Fact]
    public async Task Call_LogCannotBeWritten_RefusedAndNothingRuns()
    {
        await using CallHost host = new(state: _state.Path);
        await File.WriteAllTextAsync(Folder, "a file where the folder should be");

        InvocationResult refused = await host.CallAsync();
        File.Delete(Folder);
        InvocationResult again = await host.CallAsync();

        Assert.Equal(InvocationStatus.Unavailable, refused.Status);
        Assert.Contains("the audit log cannot be written", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_state.Path, refused.Error, StringComparison.Ordinal);
        Assert.Equal(InvocationStatus.Ok, again.Status);
        Assert.Single(host.Engine.Made);
    }

    [Fact]
    public async Task Call_LogFailsWhileItRuns_ResultIsWithheld()
    {
        await using CallHost host = new(state: _state.Path);
        AuditOptions audit = host.Get<IOptions<AuditOptions>>().Value;
        Task<InvocationResult> call = host.CallAsync(options: new InvocationOptions
        {
            OnEvent = (_, _) =>
            {
                audit.MinimumFreeBytes = long.MaxValue;
                return ValueTask.CompletedTask;
            },
        });

        InvocationResult withheld = await call;

        Assert.Equal(InvocationStatus.Unavailable, withheld.Status);
        Assert.Contains("its result is withheld", withheld.Error, StringComparison.Ordinal);
        Assert.Equal(("", null, 0L), (withheld.Stdout, withheld.Value, withheld.StdoutBytes));
        Assert.Single(host.Engine.Made);
        Assert.Empty(Read());
    }

    [Fact]
    public async Task Host_DiesWhileACallRuns_NextHostRecordsItAsLost()
    {
        using (AuditLog dying = new(
            Options.Create(new AuditOptions { MinimumFreeBytes = 0 }), new AuditFolder(Folder), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<AuditLog>.Instance))
        {
            await dying.BeginAsync(
                new AuditRecord { Caller = "cli:alice", InvocationId = "1", Skill = "probe", Function = "run", Outcome = AuditRecord.Lost },
                default);
        }

        await using CallHost host = new(state: _state.Path);
        await host.StartAsync();

        AuditRecord lost = Assert.Single(Read());
        Assert.Equal(("cli:alice", "1", "probe", "lost"), (lost.Caller, lost.InvocationId, lost.Skill, lost.Outcome));
    }

    private AuditRecord[] Read() => [.. new AuditReader(Folder).Read().Select(entry => entry.Record)];
}
