using SkillHost.Containers;

namespace SkillHost.Docker.Baseline;

/// <summary>User ids an engine can give.</summary>
internal static class UserIds
{
    private const uint First = 100_000;
    private const uint FirstMapped = 1_000;
    private const uint MappedCount = 60_000;

    /// <summary>
    /// The id as it is; or, where the engine has a user namespace of the usual 65,536 ids (rootless, userns-remap), an id in it that stays
    /// apart for ids that lie less than 60,000 apart. The kernel sees neither as a user of the machine.
    /// </summary>
    public static uint Fit(uint userId, EngineInfo engine) =>
        engine.SecurityOptions.Contains("rootless") || engine.SecurityOptions.Contains("userns")
            ? FirstMapped + ((userId - First) % MappedCount)
            : userId;
}
