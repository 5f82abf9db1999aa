using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace SkillHost.Runner;

/// <summary>Finds the library that a manifest's <c>module</c> names.</summary>
public static class Library
{
    /// <summary>Where the image's build puts what it compiled of a skill's sources.</summary>
    public const string Compiled = "/.skillhost-built";

    private static readonly string[] Published = ["", "publish"];

    /// <summary>
    /// Path of the library: what was compiled, else <c>date_math.dll</c> or <c>DateMath.dll</c> in the folder or its <c>publish/</c>.
    /// Throws <see cref="RefusedException"/>.
    /// </summary>
    public static string Find(string folder, string module, string compiled = Compiled)
    {
        string made = Path.Combine(compiled, module + ".dll");
        if (File.Exists(made))
        {
            return made;
        }

        string plain = Plain(module);
        string[] found =
        [
            .. Published.Select(inner => Path.Combine(folder, inner)).Where(Directory.Exists)
                .SelectMany(inner => Directory.EnumerateFiles(inner, "*.dll").Order(StringComparer.Ordinal))
                .Where(file => Plain(Path.GetFileNameWithoutExtension(file)) == plain),
        ];
        return found.Length > 0
            ? found[0]
            : throw new RefusedException(
                $"there is no library {module}: wanted {module}.cs or other C# sources, {module}.dll or {Pascal(module)}.dll in the skill's "
                + "folder or its publish/, or module: in the manifest");
    }

    /// <summary>Where a library's dependencies lie that its <c>.deps.json</c> does not name.</summary>
    public static string[] Folders(string folder, string library)
    {
        List<string> folders = [Path.GetDirectoryName(library) ?? folder, folder, Path.Combine(folder, "lib")];
        return [.. folders.Distinct().Where(Directory.Exists)];
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static string Pascal(string module) =>
        string.Concat(module.Split('_').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
