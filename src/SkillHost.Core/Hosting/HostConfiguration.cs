using Microsoft.Extensions.Configuration;

namespace SkillHost.Hosting;

/// <summary>The section <c>SkillHost</c> of the configuration, or null where options come from code alone.</summary>
internal sealed record HostConfiguration(IConfiguration? Section);
