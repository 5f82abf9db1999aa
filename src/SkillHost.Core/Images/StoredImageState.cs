namespace SkillHost.Images;

/// <summary>What an image on the engine is to the skills that are loaded.</summary>
public enum StoredImageState
{
    /// <summary>Calls run on it, or it is the newest of its runtime.</summary>
    Current,

    /// <summary>A newer one has taken its place.</summary>
    Old,

    /// <summary>Built from another folder: another host's, or of a skill that is not loaded.</summary>
    Elsewhere,
}
