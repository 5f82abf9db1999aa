using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillHost.Policies;
using SkillHost.Skills;
using SkillHost.Tests.Skills;

namespace SkillHost.Tests.Policies;

public sealed class OptionsTests
{
    [Fact]
    public void Options_WithoutConfiguration_HaveTheShippedCeilings()
    {
        ServiceProvider services = new ServiceCollection().AddPolicies().BuildServiceProvider();

        PolicyOptions options = services.GetRequiredService<IOptions<PolicyOptions>>().Value;

        Assert.Equal(512L << 20, options.Ceilings.MemoryBytes);
        Assert.Equal(TimeSpan.FromSeconds(300), options.Ceilings.Timeout);
        Assert.Equal(4, options.MaxMounts);
        Assert.Null(options.MountRoots);
    }

    [Fact]
    public void Options_EverythingSet_IsRead()
    {
        PolicyHost host = new("""
            {
              "defaults": { "Cpus": 0.25, "Memory": "64m", "Pids": 32, "Timeout": "5s", "Tmp": "8m", "Output": "64k" },
              "Ceilings": { "Memory": "2g" },
              "Skills": { "csv-summary": {
                "Limits": { "Pids": 7 }, "Ceilings": { "Cpus": 2 }, "AllowBridge": true, "Mounts": { "data": "write" },
                "Runtime": "runsc" } },
              "Mounts": { "data": { "Path": "/srv/nowhere", "Writable": true } },
              "MountRoots": [ "/srv" ],
              "MaxMounts": 2,
              "Runtimes": [ "runc", "runsc" ],
              "Runtime": "runc"
            }
            """);

        Assert.Empty(host.Errors());
        Assert.Equal(0.25, host.Options.Defaults.Cpus);
        Assert.Equal(2L << 30, host.Options.Ceilings.MemoryBytes);
        Assert.Equal(1.0, host.Options.Ceilings.Cpus);
        SkillPolicyOptions own = host.Options.Skills["csv-summary"];
        Assert.True(own is { AllowBridge: true, Runtime: "runsc", Limits.Pids: 7, Ceilings.Cpus: 2 });
        Assert.Equal(MountAccess.Write, own.Mounts["data"]);
        Assert.Equal(new MountBinding("/srv/nowhere", true), host.Options.Mounts["data"]);
        Assert.Equal(["/srv"], host.Options.MountRoots);
    }

    [Fact]
    public void Options_EmptyRoots_AreNotAbsent()
    {
        Assert.Empty(new PolicyHost("""{ "MountRoots": [] }""").Options.MountRoots!);
        Assert.Null(new PolicyHost("""{ "MountRoots": null }""").Options.MountRoots);
    }

    [Fact]
    public void Options_WrongInEveryPart_ReportAllAtOnce()
    {
        PolicyHost host = new("""
            {
              "Ceiling": {},
              "Defaults": { "Memory": "1g", "Timeout": "30", "Cpus": "NaN", "Tmps": "1m" },
              "Ceilings": { "Memory": "8m", "Timeout": "2000m", "Cpus": -1 },
              "Skills": {
                "Demo": { "Limits": { "Memory": "64m", "Tmp": "64m" } },
                "demo": { "Limits": { "Pids": 1000 }, "AllowBridge": "yes", "Mounts": { "dat": "read", "data": "rw" }, "Runtime": "runs" },
                "bare": true
              },
              "Mounts": { "data": { "Path": "/etc" }, "a b": { "Path": "data" }, "none": {}, "text": "/srv" },
              "MountRoots": "/srv",
              "MaxMounts": 17,
              "Runtimes": [ "runsc" ],
              "Runtime": "kata"
            }
            """);

        Texts.AssertExpected(string.Concat(host.Errors().Select(e => e + "\n")), "options");
    }

    [Fact]
    public async Task Compile_OciRuntime_IsTheSkillsOwnOrTheGeneralOne()
    {
        PolicyHost host = new("""{ "Runtimes": [ "runc", "runsc" ], "Runtime": "runc", "Skills": { "demo": { "Runtime": "runsc" } } }""");

        Assert.Equal("runsc", (await host.PolicyAsync(Manifest.Least)).Runtime);
        SkillLoadResult other = await SkillsFolder.LoadManifestAsync(Manifest.Named("other"), "other");
        Assert.Equal("runc", host.Compiler.Compile([other.Skill!]).Single().Functions["hello"].Runtime);
        Assert.Null((await new PolicyHost().PolicyAsync(Manifest.Least)).Runtime);
    }
}
