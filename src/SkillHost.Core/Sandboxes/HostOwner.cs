namespace SkillHost.Sandboxes;

/// <summary>Who a container belongs to.</summary>
/// <param name="StateId">The state folder: 16 lower-case hexadecimal digits.</param>
/// <param name="HostId">The process: 16 lower-case hexadecimal digits.</param>
internal readonly record struct HostOwner(string StateId, string HostId)
{
    /// <summary>Value of the owner's label.</summary>
    public override string ToString() => $"{StateId}/{HostId}";

    /// <summary>Whether <paramref name="text"/> could be either id.</summary>
    public static bool IsId(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);
}
