using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads the keys that ask for something of the host; a skill and each of its functions have the same ones.</summary>
internal static class PolicyRequestReader
{
    /// <summary>What is asked for.</summary>
    public static PolicyRequest Read(Section section)
    {
        YamlNode? limits = section.Optional("limits");
        YamlNode? network = section.Optional("network");
        return new PolicyRequest
        {
            Limits = limits is null ? new LimitRequest() : LimitsReader.Read(limits, section.At("limits"), section.Context),
            Network = network is null ? null : NetworkReader.Read(network, section.At("network"), section.Context),
            Mounts = MountsReader.Read(section),
            Secrets = SecretsReader.Read(section),
        };
    }
}
