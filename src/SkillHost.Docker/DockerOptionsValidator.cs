using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker;

/// <summary>Checks every option and reports all faults at once.</summary>
internal sealed class DockerOptionsValidator : IValidateOptions<DockerOptions>
{
    private const string Section = "SkillHost:Docker";

    public ValidateOptionsResult Validate(string? name, DockerOptions options)
    {
        var faults = new List<string>();
        Check(faults, "RequestTimeout", options.RequestTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Check(faults, "PullTimeout", options.PullTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(2));
        CheckAddress(faults, options.Address);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(List<string> faults, string option, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            faults.Add($"{Section}:{option}: seen '{value}', wanted {least} to {most}");
        }
    }

    private static void CheckAddress(List<string> faults, string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            return;
        }

        try
        {
            DockerAddressParser.Parse(address, $"{Section}:Address", tls: null);
        }
        catch (EngineException fault)
        {
            faults.Add(fault.Message);
        }
    }
}
