using SkillHost.Policies;
using SkillHost.Skills;
using SkillHost.Tests.Skills;

namespace SkillHost.Tests.Policies;

public sealed class EgressTests
{
    private const string Allowed = """
        { "AllowHosts": [
            "api.example.com:443", "*.example.org:443",
            { "Host": "db.internal:5432", "Addresses": [ "10.1.2.0/24", "fd00::1" ], "ServerName": true } ],
          "Skills": { "demo": { "AllowHosts": [ "*:8443", "git.example.com:*" ] }, "other": { "AllowHosts": [ "*:*" ] } } }
        """;

    [Theory]
    [InlineData("api.example.com:443")]
    [InlineData("a.example.org:443")]
    [InlineData("a.b.example.org:443")]
    [InlineData("*.example.org:443")]
    [InlineData("*.b.example.org:443")]
    [InlineData("db.internal:5432")]
    [InlineData("anything.example.net:8443")]
    [InlineData("git.example.com:22")]
    public async Task Compile_AllowedEntry_IsInThePolicy(string entry)
    {
        SandboxPolicy policy = await new PolicyHost(Allowed).PolicyAsync(Asking(entry));

        Assert.Equal(entry, Assert.Single(policy.Egress!.Entries).ToString());
        Assert.Equal("allowlist", policy.NetworkMode);
        Assert.Equal("skill", policy.Origins["network"]);
    }

    [Theory]
    [InlineData("api.example.com:80")]
    [InlineData("www.example.com:443")]
    [InlineData("example.org:443")]
    [InlineData("evilexample.org:443")]
    [InlineData("a.example.org.evil.net:443")]
    [InlineData("*.example.com:443")]
    [InlineData("*.anything.net:8443")]
    [InlineData("*.internal.example:5432")]
    public async Task Compile_EntryTheOperatorDoesNotAllow_IsRefused(string entry)
    {
        SkillFailure failure = Assert.Single((await new PolicyHost(Allowed).CompileAsync(Asking(entry))).Failures);

        Assert.Equal("network.allowHosts[0]", failure.Path);
        Assert.Contains("that the operator allows the skill demo: ", failure.Wanted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compile_WithoutAnyGrant_IsRefusedAtItsPlace() =>
        Assert.Equal(
            "demo/skill.yaml(11,24): network.allowHosts[0]: seen \"api.example.com:443\", wanted none, since the operator allows the skill "
            + "demo no hosts",
            Assert.Single((await new PolicyHost().CompileAsync(Asking("api.example.com:443"))).Failures).ToString());

    [Theory]
    [InlineData("*.co.uk:443")]
    [InlineData("*.github.io:443")]
    [InlineData("*.s3.amazonaws.com:443")]
    [InlineData("*.eu-central-1.compute.amazonaws.com:443")]
    [InlineData("*.blob.core.windows.net:443")]
    public async Task Compile_WildcardBelowAPublicSuffix_IsRefusedToBoth(string entry)
    {
        Assert.Contains(
            "anybody can have a name",
            Assert.Single((await new PolicyHost(Allowed).CompileAsync(Asking(entry))).Failures).Wanted,
            StringComparison.Ordinal);
        Assert.Contains(
            "anybody can have a name",
            Assert.Single(new PolicyHost($$"""{ "AllowHosts": [ "{{entry}}" ] }""").Errors()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compile_ServerNames_AreCheckedOnTlsPortsUnlessTheGrantSaysOtherwise()
    {
        PolicyHost host = new("""
            { "AllowHosts": [
                "a.test:443", "b.test:80", { "Host": "c.test:443", "ServerName": false }, { "Host": "d.test:80", "ServerName": true } ] }
            """);

        SandboxPolicy policy = await host.PolicyAsync(Asking("a.test:443", "b.test:80", "c.test:443", "d.test:80"));

        Assert.Equal([true, false, false, true], policy.Egress!.Entries.Select(entry => entry.ChecksServerName));
        SandboxPolicy other =
            await new PolicyHost("""{ "AllowHosts": [ "*:*" ], "TlsPorts": [ 80 ] }""").PolicyAsync(Asking("a.test:443", "b.test:80"));
        Assert.Equal([false, true], other.Egress!.Entries.Select(entry => entry.ChecksServerName));
    }

    [Fact]
    public async Task Compile_TheGrantThatNamesMost_Decides()
    {
        PolicyHost host = new("""
            { "AllowHosts": [ "*:*", "*.example.com:*", { "Host": "db.example.com:443", "Addresses": [ "10.0.0.1" ] } ] }
            """);

        EgressPolicy named = (await host.PolicyAsync(Asking("db.example.com:443"))).Egress!;
        Assert.Equal("10.0.0.1/32", Assert.Single(named.Entries[0].Addresses).ToString());
        Assert.Empty((await host.PolicyAsync(Asking("api.example.com:443"))).Egress!.Entries[0].Addresses);
    }

    [Fact]
    public async Task Compile_FunctionsOwnList_TakesTheSkillsPlace()
    {
        PolicyHost host = new("""{ "AllowHosts": [ "*:*" ] }""");
        string both = Manifest.WithInFunction("network: { allowHosts: [\"b.test:1\"] }") + "network: { allowHosts: [\"a.test:1\"] }\n";

        Assert.Equal("b.test:1", (await host.PolicyAsync(both)).Egress!.ToString());
        Assert.Null((await host.PolicyAsync(Manifest.WithInFunction("network: {}") + "network: { allowHosts: [\"a.test:1\"] }\n")).Egress);
    }

    [Fact]
    public async Task Compile_MoreEntriesThanOneFunctionMayHave_IsRefused() =>
        Assert.Equal(
            "at most 32",
            Assert.Single((await new PolicyHost("""{ "AllowHosts": [ "*:*" ] }""")
                .CompileAsync(Asking([.. Enumerable.Range(1, 33).Select(i => $"a.test:{i}")]))).Failures).Wanted);

    [Fact]
    public async Task Narrow_ToNoNetwork_TakesTheList()
    {
        PolicyHost host = new(Allowed);
        SandboxPolicy policy = await host.PolicyAsync(Asking("api.example.com:443"));

        Assert.Null(host.Compiler.Narrow(policy, new PolicyNarrowing { NoNetwork = true }).Egress);
        Assert.Same(policy.Egress, host.Compiler.Narrow(policy, new PolicyNarrowing()).Egress);
    }

    [Fact]
    public void Options_WrongInEveryPart_ReportAllAtOnce()
    {
        PolicyHost host = new("""
            { "AllowHosts": [
                "api.example.com", "*", "*.com:443", "10.0.0.1:80", "a.test:0", { "Addresses": [ "10.0.0.1" ] },
                { "Host": "*:443", "Addresses": [ "10.0.0.0/8" ] },
                { "Host": "a.test:443", "Addresses": [ "10.1/8", "0.0.0.0/0", "010.0.0.1", "db" ], "ServerName": "maybe", "Port": 1 } ],
              "Egress": {
                "Connections": 129, "ConnectionsPerCall": 0, "Bytes": "1", "ConnectTimeout": "2m", "ConnectionTime": "1ms", "Time": 1 },
              "TlsPorts": [ "443", "https" ] }
            """);

        Texts.AssertExpected(string.Concat(host.Errors().Select(e => e + "\n")), "egress");
    }

    private static string Asking(params string[] entries) =>
        Manifest.With($"network: {{ allowHosts: [{string.Join(", ", entries.Select(entry => $"\"{entry}\""))}] }}");
}
