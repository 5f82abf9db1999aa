namespace SkillHost.Approvals.Locks;

/// <summary>Nothing can be compared with what was approved, nor approved.</summary>
/// <param name="seen">What was seen.</param>
/// <param name="wanted">What is wanted.</param>
public sealed class LockException(string seen, string wanted) : Exception($"seen {seen}, wanted {wanted}")
{
    /// <summary>What was seen.</summary>
    public string Seen { get; } = seen;

    /// <summary>What is wanted.</summary>
    public string Wanted { get; } = wanted;
}
