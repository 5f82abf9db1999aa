using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SkillHost.Approvals.Configuration;

/// <summary>Fills the options from the configuration, where there is one. What is wrong with it the validator reports.</summary>
internal sealed class ApprovalOptionsSetup(IEnumerable<IConfiguration> configurations) : IConfigureOptions<ApprovalOptions>
{
    public void Configure(ApprovalOptions options)
    {
        foreach (IConfiguration configuration in configurations)
        {
            ApprovalSection.Read(configuration, options);
        }
    }
}
