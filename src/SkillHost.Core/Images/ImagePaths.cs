namespace SkillHost.Images;

/// <summary>Paths inside images.</summary>
internal static class ImagePaths
{
    /// <summary>Whether a process may start there: absolute, and not among the kernel's own files however it is spelt.</summary>
    public static bool IsWorkingDirectory(string path)
    {
        List<string> parts = [];
        foreach (string part in path.Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return path.StartsWith('/') && parts.FirstOrDefault() is not ("proc" or "sys" or "dev");
    }
}
