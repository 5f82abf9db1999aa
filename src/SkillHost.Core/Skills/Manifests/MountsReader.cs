using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads <c>mounts</c>: folders by names the operator has bound, never by path.</summary>
internal static class MountsReader
{
    /// <summary>The folders asked for; null when absent.</summary>
    public static IReadOnlyList<MountRequest>? Read(Section parent)
    {
        IReadOnlyList<YamlNode>? items = Values.List(parent, "mounts", "a list of { source, target, access }", nullIsEmpty: true);
        if (items is null)
        {
            return null;
        }

        List<MountRequest> mounts = [];
        for (int i = 0; i < items.Count; i++)
        {
            string path = YamlPath.Item(parent.At("mounts"), i);
            if (Section.Open(items[i], path, parent.Context, "source", "target", "access") is { } section && Mount(section) is { } mount)
            {
                CheckAgainst(mounts, mount, section);
                mounts.Add(mount);
            }
        }

        return mounts;
    }

    private static MountRequest? Mount(Section section)
    {
        string? source = Values.Text(section, "source", section.Required("source", MountNames.Form), MountNames.Form);
        if (source is not null && !MountNames.IsRight(source))
        {
            section.Fail("source", Shown.Text(source), MountNames.Form);
            source = null;
        }

        string? target = Values.Text(section, "target", section.Required("target", MountTargets.Form), MountTargets.Form);
        if (target is not null && MountTargets.Misses(target) is { } wanted)
        {
            section.Fail("target", Shown.Text(target), wanted);
            target = null;
        }

        bool writable = Values.Choice(section, "access", "read", "write") == 1;
        return source is null || target is null ? null : new MountRequest(source, target, writable);
    }

    private static void CheckAgainst(List<MountRequest> earlier, MountRequest mount, Section section)
    {
        MountRequest? clash = earlier.Find(other => MountTargets.Overlap(other.Target, mount.Target));
        if (clash is not null)
        {
            section.Fail("target", Shown.Text(mount.Target), $"a target apart from {Shown.Text(clash.Target)}, which another mount has");
        }
    }
}
