using System.Net;
using SkillHost.Containers;
using SkillHost.Policies;

namespace SkillHost.Core.Tests.Policies;

public sealed class PolicyHashTests
{
    private static readonly MountGrant Mount = new("docs", "/srv/docs", "/data", Writable: false);

    private static readonly SecretGrant Secret = new("TOKEN", "VAULT_TOKEN", AsFile: false);

    private static readonly SandboxPolicy Policy = new() { Limits = new ResourceLimits(), FirstUserId = 100_000, Mounts = [Mount] };

    [Fact]
    public void Of_EqualPolicies_IsEqualWhereverValuesCameFrom()
    {
        SandboxPolicy other =
            Policy with { Limits = Policy.Limits with { }, Origins = new Dictionary<string, string> { ["limits.cpus"] = "operator" } };

        Assert.Equal(PolicyHash.Of(Policy), PolicyHash.Of(other));
    }

    [Fact]
    public void Of_AnyFieldChanged_Differs()
    {
        SandboxPolicy[] others =
        [
            Policy,
            Policy with { Network = ContainerNetwork.Bridge },
            Reaching(),
            Reaching() with { Egress = Reaching().Egress! with { Entries = [new EgressEntry("a.example.com", 80)] } },
            Reaching() with { Egress = Reaching().Egress! with { Entries = [new EgressEntry("b.example.com", 443)] } },
            Reaching() with { Egress = Reaching().Egress! with { Entries = [Entry with { ChecksServerName = true }] } },
            Reaching() with { Egress = Reaching().Egress! with { Entries = [Entry with { Addresses = [IPNetwork.Parse("10.0.0.0/8")] }] } },
            Reaching() with { Egress = Reaching().Egress! with { Limits = new EgressLimits { Bytes = 1 << 20 } } },
            Policy with { FirstUserId = 100_064 },
            Policy with { ExecutableTmp = true },
            Policy with { Runtime = "runsc" },
            Policy with { Secrets = [Secret] },
            Policy with { Secrets = [Secret with { Name = "OTHER" }] },
            Policy with { Secrets = [Secret with { Source = null }] },
            Policy with { Secrets = [Secret with { AsFile = true }] },
            Policy with { Unsandboxed = true },
            Policy with { Mounts = [] },
            Policy with { Mounts = [Mount with { Name = "other" }] },
            Policy with { Mounts = [Mount with { Source = "/srv/other" }] },
            Policy with { Mounts = [Mount with { Target = "/other" }] },
            Policy with { Mounts = [Mount with { Writable = true }] },
            .. Limits.Select(limits => Policy with { Limits = limits }),
        ];

        Assert.Equal(others.Length, others.Select(PolicyHash.Of).Distinct().Count());
    }

    [Fact]
    public void Describe_HasEveryFieldOfAPolicy()
    {
        int fields = typeof(SandboxPolicy).GetProperties().Count(p => p.CanWrite && p.Name is not ("Limits" or "Origins"))
            + typeof(ResourceLimits).GetProperties().Count(p => p.CanWrite);
        using System.Text.Json.JsonDocument described = System.Text.Json.JsonDocument.Parse(PolicyHash.Describe(Reaching()));

        Assert.Equal(fields, described.RootElement.EnumerateObject().Count());
    }

    private static EgressEntry Entry => new("a.example.com", 443);

    private static SandboxPolicy Reaching() => Policy with { Egress = new EgressPolicy { Entries = [Entry] } };

    private static ResourceLimits[] Limits =>
    [
        Policy.Limits with { Cpus = 0.25 },
        Policy.Limits with { MemoryBytes = 1 << 25 },
        Policy.Limits with { Pids = 3 },
        Policy.Limits with { Timeout = TimeSpan.FromSeconds(3) },
        Policy.Limits with { TmpBytes = 3 },
        Policy.Limits with { OutputBytes = 3 },
        Policy.Limits with { InBytes = 3 },
        Policy.Limits with { OutBytes = 3 },
    ];
}
