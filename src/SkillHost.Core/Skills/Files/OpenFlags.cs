using System.Runtime.InteropServices;

namespace SkillHost.Skills.Files;

/// <summary>Flags of open(2): read only, never waiting, never through a link. Their values differ by system and architecture.</summary>
internal static class OpenFlags
{
    /// <summary>The flags for this machine.</summary>
    public static int ReadWithoutWaitingOrFollowing => OperatingSystem.IsLinux() ? Linux : 0x4 | 0x100 | 0x1000000;

    private static int Linux => 0x800 | 0x80000 | (SwapsFlags ? 0x8000 : 0x20000);

    private static bool SwapsFlags => RuntimeInformation.ProcessArchitecture
        is Architecture.Arm or Architecture.Arm64 or Architecture.Armv6 or Architecture.Ppc64le;
}
