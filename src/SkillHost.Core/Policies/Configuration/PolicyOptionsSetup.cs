using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SkillHost.Policies.Configuration;

/// <summary>Fills the options from the configuration, where there is one. What is wrong with it the validator reports.</summary>
internal sealed class PolicyOptionsSetup(IEnumerable<IConfiguration> configurations) : IConfigureOptions<PolicyOptions>
{
    public void Configure(PolicyOptions options)
    {
        foreach (IConfiguration configuration in configurations)
        {
            PolicySection.Read(configuration, options);
        }
    }
}
