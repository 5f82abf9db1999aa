namespace SkillHost.Init.Native;

/// <summary>Whoever a descriptor's readiness concerns.</summary>
internal interface IWatched
{
    /// <summary>Notes what the kernel said; acts later, in the loop.</summary>
    void Happened(uint events);
}
