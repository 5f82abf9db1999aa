using System.Globalization;

namespace SkillHost.Docker.Transport;

/// <summary>A version of the engine's API, such as 1.41.</summary>
internal readonly record struct ApiVersion(int Major, int Minor) : IComparable<ApiVersion>
{
    /// <summary>The oldest version this client works with (Engine 20.10).</summary>
    public static readonly ApiVersion Oldest = new(1, 41);

    /// <summary>The newest version this client was written for.</summary>
    public static readonly ApiVersion Newest = new(1, 55);

    public static bool TryParse(string? text, out ApiVersion version)
    {
        version = default;
        var parts = (text ?? "").Split('.');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
        {
            return false;
        }

        version = new ApiVersion(major, minor);
        return true;
    }

    /// <summary>The lower of the engine's newest version and ours.</summary>
    public static ApiVersion Negotiate(ApiVersion engine) => engine.CompareTo(Newest) < 0 ? engine : Newest;

    public int CompareTo(ApiVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
