using System.Runtime.InteropServices;

namespace SkillHost.Init.Native;

/// <summary>What <c>poll</c> takes and gives: <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollRecord
{
    public int Descriptor;
    public short Wanted;
    public short Happened;
}
