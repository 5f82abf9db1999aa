using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SkillHost.Approvals.Configuration;

/// <summary>Everything wrong with the options at once, each by its key, with what was seen and what is wanted.</summary>
internal sealed class ApprovalOptionsValidator(IEnumerable<IConfiguration> configurations) : IValidateOptions<ApprovalOptions>
{
    public ValidateOptionsResult Validate(string? name, ApprovalOptions options)
    {
        string[] errors = [.. configurations.SelectMany(c => ApprovalSection.Read(c, new ApprovalOptions())).Distinct()];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
