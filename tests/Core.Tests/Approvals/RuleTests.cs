using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillHost.Approvals;
using SkillHost.Containers;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Core.Tests.Approvals;

/// <summary>The operator's rules: read strictly, decided on what is enforced, the first that matches.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("probe", "none", "none", "ask")]
    [InlineData("probe", "bridge", "none", "refuse")]
    [InlineData("probe", "none", "read", "run")]
    [InlineData("probe", "none", "write", "ask")]
    [InlineData("storage", "bridge", "write", "run")]
    public void Decide_FirstRuleThatMatches_Decides(string skill, string network, string mounts, string decision)
    {
        ApprovalRules rules = Rules("""
            {
              "Default": "ask",
              "Rules": [
                { "Functions": ["storage", "other.read"], "Then": "run" },
                { "Network": ["bridge", "allowlist"], "Then": "refuse" },
                { "ReadOnly": "true", "Mounts": "read", "Then": "run" },
                { "Functions": "probe.other", "Then": "refuse" }
              ]
            }
            """);
        Callable function = CallHost.Function(skill);
        SandboxPolicy policy = function.Policy with
        {
            Network = network == "bridge" ? ContainerNetwork.Bridge : ContainerNetwork.None,
            Mounts = mounts == "none" ? [] : [new MountGrant("docs", "/srv/docs", "/docs", mounts == "write")],
        };

        ApprovalVerdict verdict = rules.Decide(function.Skill, function.Function, policy);

        Assert.Equal(decision, verdict.Decision.ToString().ToLowerInvariant());
        Assert.Equal((network, mounts), (verdict.Facts.Words["Network"], verdict.Facts.Words["Mounts"]));
    }

    [Fact]
    public void Decide_WithoutASection_RunsEverything()
    {
        Callable function = CallHost.Function();

        Assert.Equal(ApprovalDecision.Run, Rules("{}").Decide(function.Skill, function.Function, function.Policy).Decision);
    }

    [Fact]
    public void Section_Faults_AreNamedAllAtOnce()
    {
        string[] errors = Errors("""
            {
              "Defalt": "run", "Default": "maybe", "Lock": "1",
              "Rules": [
                { "Network": "none" },
                { "Network": "nun", "Then": "ask" },
                { "ReadOnlyHint": "true", "Then": "run" },
                { "Mounts": [], "Functions": ["a b"], "Then": "run" }
              ]
            }
            """);

        foreach (string error in new[]
        {
            "SkillHost:Approval:Defalt: seen an unknown key, wanted one of Default, Rules, Lock, LockFile; did you mean Default?",
            "SkillHost:Approval:Default: seen \"maybe\", wanted run, ask, refuse",
            "SkillHost:Approval:Lock: seen \"1\", wanted off, warn, enforce",
            "SkillHost:Approval:Rules:0: seen no Then, wanted Then: run, ask, refuse",
            "SkillHost:Approval:Rules:1:Network: seen \"nun\", wanted of none, allowlist, bridge",
            "SkillHost:Approval:Rules:3:Functions: seen \"a b\", wanted skill or skill.function, such as storage.read",
        })
        {
            Assert.Contains(error, errors);
        }

        foreach (string start in new[] { "2:ReadOnlyHint: seen an unknown key", "3:Mounts: seen an empty list" })
        {
            Assert.Contains(errors, e => e.StartsWith($"SkillHost:Approval:Rules:{start}", StringComparison.Ordinal));
        }

        Assert.Equal(8, errors.Length);
        Assert.Empty(Errors("""{ "Rules": [{ "Network": "none", "Then": "ASK" }], "Lock": "warn" }"""));
    }

    private static ApprovalRules Rules(string json) => Services(json).GetRequiredService<ApprovalRules>();

    private static string[] Errors(string json)
    {
        try
        {
            _ = Services(json).GetRequiredService<IOptions<ApprovalOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }

    private static ServiceProvider Services(string json)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes($$"""{ "SkillHost": { "Approval": {{json}} } }""");
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(bytes)).Build();
        return new ServiceCollection().AddSingleton(configuration).AddApprovals().BuildServiceProvider();
    }
}
