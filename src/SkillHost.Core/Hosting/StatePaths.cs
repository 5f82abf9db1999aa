using SkillHost.Approvals;
using SkillHost.Audit;

namespace SkillHost.Hosting;

/// <summary>Where programs of this system keep their state.</summary>
internal static class StatePaths
{
    private const string Name = "skillhost";

    /// <summary>
    /// The folder the operator names, or the usual one: <c>$XDG_STATE_HOME/skillhost</c>, <c>~/.local/state/skillhost</c>, or local
    /// application data on Windows.
    /// </summary>
    public static string Resolve(SkillHostOptions options)
    {
        if (options.StateFolder is { Length: > 0 } named)
        {
            return Path.GetFullPath(named);
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), Name);
        }

        // The specification tells programs to ignore a path that is not absolute.
#pragma warning disable RS0030 // Here and nowhere else: the standard place for a user's state is named by the environment.
        return Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg)
            ? Path.Combine(xdg, Name)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", Name);
#pragma warning restore RS0030
    }

    /// <summary>The audit log's folder: the one the operator names, or <c>audit</c> in the state folder.</summary>
    public static string AuditFolder(SkillHostOptions options, AuditOptions audit) =>
        audit.Folder is { Length: > 0 } named ? Path.GetFullPath(named) : Path.Combine(Resolve(options), "audit");

    /// <summary>The lock file: the one the operator names, or <c>skills.lock</c> beside the skills folder.</summary>
    public static string Lock(SkillHostOptions options, ApprovalOptions approval) => approval.LockFile is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.GetFullPath(Path.Combine(options.SkillsFolder, "..", "skills.lock"));
}
