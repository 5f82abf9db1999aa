using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillHost.Policies;
using SkillHost.Skills;
using SkillHost.Tests.Skills;

namespace SkillHost.Tests.Policies;

/// <summary>The room with one configuration, as an operator writes it.</summary>
internal sealed class PolicyHost
{
    private readonly ServiceProvider _services;

    public PolicyHost(string policies = "{}")
    {
        string json = $$"""{ "SkillHost": { "Policies": {{policies}} } }""";
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build());
        services.AddSingleton<IRuntimeProfiles, FixedRuntimes>();
        _services = services.AddPolicies().BuildServiceProvider();
    }

    public IPolicyCompiler Compiler => _services.GetRequiredService<IPolicyCompiler>();

    public MountChecker Mounts => _services.GetRequiredService<MountChecker>();

    public PolicyOptions Options => _services.GetRequiredService<IOptions<PolicyOptions>>().Value;

    /// <summary>Everything the validator says.</summary>
    public IReadOnlyList<string> Errors()
    {
        try
        {
            _ = Options;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }

    /// <summary>Loads a manifest, which must be right, and compiles it.</summary>
    public async Task<SkillPolicies> CompileAsync(string manifest)
    {
        SkillLoadResult loaded = await SkillsFolder.LoadManifestAsync(manifest);
        Assert.Empty(loaded.Failures);
        return Compiler.Compile([loaded.Skill!]).Single();
    }

    /// <summary>The policy of the manifest's one function.</summary>
    public async Task<SandboxPolicy> PolicyAsync(string manifest)
    {
        SkillPolicies policies = await CompileAsync(manifest);
        Assert.Empty(policies.Failures);
        return policies.Functions.Values.Single();
    }
}
