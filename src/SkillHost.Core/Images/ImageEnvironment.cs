using System.Text.RegularExpressions;
using SkillHost.Containers;

namespace SkillHost.Images;

/// <summary>Which of an image's variables its skill's processes may start with.</summary>
internal static partial class ImageEnvironment
{
    private static readonly string[] Prefixes =
    [
        "LD_", "DYLD_", "PYTHON", "DOTNET_", "COMPlus_", "CORECLR_", "COR_", "ASPNETCORE_", "GIT_", "MALLOC_", "NPM_CONFIG_", "npm_config_",
        "BASH_FUNC_", "PERL5", "RUBY", "GEM_", "BUNDLE_", "SKILL_", "SKILLHOST_", "DOCKER_", "OPENSSL_", "PHP_",
    ];

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "BASHOPTS", "BASH_ENV", "CDPATH", "CLASSPATH", "ENV", "GCONV_PATH", "GETCONF_DIR", "GLIBC_TUNABLES", "GLOBIGNORE", "HOME",
        "HOSTALIASES", "IFS", "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "LOCALDOMAIN", "LOCPATH", "LUA_INIT", "NIS_PATH",
        "NLSPATH", "NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "NODE_PATH", "PERLLIB", "PHPRC", "PROMPT_COMMAND", "PS4", "RESOLV_HOST_CONF",
        "RES_OPTIONS", "SHELLOPTS", "TMPDIR", "TZDIR", "_JAVA_OPTIONS",
    };

    /// <summary>The variables without those that change how any program loads, connects or starts.</summary>
    public static IReadOnlyDictionary<string, string> Safe(ImageInfo image) =>
        image.Environment.Where(v => IsSafe(v.Key) && !v.Value.Contains('\0')).ToDictionary(StringComparer.Ordinal);

    private static bool IsSafe(string name) =>
        Form().IsMatch(name)
        && !Names.Contains(name)
        && !name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase)
        && !Prefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal));

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex Form();
}
