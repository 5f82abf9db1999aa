namespace SkillHost.Skills.Files;

/// <summary>What a path names, links not followed.</summary>
internal enum FileKind
{
    Missing,
    Regular,
    Folder,
    Link,
    Pipe,
    Socket,
    Device,
    Unreadable,
}
