using System.Globalization;

namespace SkillHost.Sandboxes;

/// <summary>
/// A container's name, <c>skillhost-&lt;state id&gt;-&lt;host id&gt;-&lt;n&gt;</c>: says whose it is even when the answer to its creation
/// was lost.
/// </summary>
/// <param name="Owner">Who made it.</param>
/// <param name="Number">Counts up within the host.</param>
internal readonly record struct ContainerName(HostOwner Owner, long Number)
{
    private const string Prefix = "skillhost";

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{Owner.StateId}-{Owner.HostId}-{Number}");

    /// <summary>The parts of <paramref name="text"/>, or null when no host of ours made such a name.</summary>
    public static ContainerName? Parse(string text)
    {
        string[] parts = text.Split('-');
        return parts is [Prefix, var state, var host, var number]
            && HostOwner.IsId(state) && HostOwner.IsId(host)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long n)
                ? new ContainerName(new HostOwner(state, host), n)
                : null;
    }
}
