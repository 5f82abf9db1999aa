namespace SkillHost.Images.Contexts;

/// <summary>How much a build context may hold.</summary>
/// <param name="Bytes">Bytes of all files together, holes in sparse files counted.</param>
/// <param name="Entries">Files, folders and links.</param>
/// <param name="Depth">Folders inside folders.</param>
internal sealed record ContextBounds(long Bytes, int Entries, int Depth)
{
    /// <summary>Entries looked at, ignored ones included: ten times what may be sent.</summary>
    public int Visits => checked(Entries * 10);
}
