using SkillHost.Approvals;
using SkillHost.Audit;
using SkillHost.Containers;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Core.Tests.Approvals;

/// <summary>What rules decide holds for every call, whichever door it comes through, and is on record.</summary>
public sealed class GateTests
{
    [Fact]
    public async Task Call_ThatAsks_IsDeniedUntilSomebodyApproves()
    {
        await using CallHost host = new(approvals: options => options.Default = ApprovalDecision.Ask);

        InvocationResult denied = await host.CallAsync();
        int madeForDenied = host.Engine.Made.Count;
        InvocationResult approved = await host.CallAsync(options: new InvocationOptions { ApprovedBy = "cli:alice" });

        Assert.Equal(InvocationStatus.Denied, denied.Status);
        Assert.Contains("a person has to approve it first", denied.Error, StringComparison.Ordinal);
        Assert.Contains("network none, mounts none", denied.Error, StringComparison.Ordinal);
        Assert.Equal(0, madeForDenied);
        Assert.Equal(InvocationStatus.Ok, approved.Status);
        Assert.Equal(["not approved", "approved by cli:alice"], Approvals(host));
    }

    [Fact]
    public async Task Call_ThatIsRefused_IsDeniedAlsoWhenApproved()
    {
        await using CallHost host = new(approvals: options => options.Default = ApprovalDecision.Refuse);

        InvocationResult denied = await host.CallAsync(options: new InvocationOptions { ApprovedBy = "cli:alice" });

        Assert.Equal(InvocationStatus.Denied, denied.Status);
        Assert.Contains("the operator's rules refuse a call with", denied.Error, StringComparison.Ordinal);
        Assert.Empty(host.Engine.Made);
        Assert.Equal(["refused"], Approvals(host));
    }

    [Fact]
    public async Task Call_NarrowedToNoNetwork_IsJudgedByWhatIsInEffect()
    {
        Dictionary<string, IReadOnlyList<string>> facts = new() { ["Network"] = ["bridge"] };
        ApprovalRule rule = new(ApprovalDecision.Ask) { Facts = facts };
        await using CallHost host = new(approvals: options => options.Rules = [rule]);
        Callable function = CallHost.Function(policy: CallHost.Policy with { Network = ContainerNetwork.Bridge });

        InvocationResult wide = await host.CallAsync(function: function);
        InvocationResult narrow = await host.CallAsync(
            function: function, options: new InvocationOptions { Narrowing = new PolicyNarrowing { NoNetwork = true } });

        Assert.Equal((InvocationStatus.Denied, InvocationStatus.Ok), (wide.Status, narrow.Status));
        Assert.Contains("(rule 1)", wide.Error, StringComparison.Ordinal);
        Assert.Equal(["not approved", "run"], Approvals(host));
    }

    [Fact]
    public async Task Call_OnAnImageOfOtherFilesThanApproved_IsDenied()
    {
        await using CallHost host = new();
        Callable function = CallHost.Function() with { ApprovedFiles = "aaaa" };
        host.Images.Report = (skill, number) => Task.FromResult(WithFiles(FakeImages.Good(skill, number), "bbbb"));

        InvocationResult denied = await host.CallAsync(function: function);
        host.Images.Report = (skill, number) => Task.FromResult(WithFiles(FakeImages.Good(skill, number), "aaaa"));
        InvocationResult ran = await host.CallAsync(function: function);

        Assert.Equal(InvocationStatus.Denied, denied.Status);
        Assert.Contains("not made of the files that were approved", denied.Error, StringComparison.Ordinal);
        Assert.Equal(InvocationStatus.Ok, ran.Status);
    }

    private static SkillHost.Images.ImageBuildReport WithFiles(SkillHost.Images.ImageBuildReport report, string files) =>
        report with { Image = report.Image! with { FilesHash = files } };

    private static string[] Approvals(CallHost host) =>
        [.. new AuditReader(host.Get<AuditFolder>().Path).Read().Select(entry => entry.Record.Approval)];
}
