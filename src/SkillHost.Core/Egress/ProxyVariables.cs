using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.Egress;

/// <summary>
/// What a process must find in its environment to use the proxy, which only wildcards need: hosts by their full name are reached without.
/// </summary>
internal static class ProxyVariables
{
    /// <summary>The variables; none without wildcards.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(EgressPolicy? policy)
    {
        if (policy is not { HasWildcards: true })
        {
            yield break;
        }

        string[] direct =
            ["localhost", "127.0.0.1", "::1", .. policy.Entries.Where(entry => !entry.IsWildcard).Select(entry => entry.Host).Distinct()];
        string proxy = $"http://{ListenTables.ProxyAddress}:{ListenTables.ProxyPort}";
        foreach (string name in new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY" })
        {
            yield return new(name, proxy);
            yield return new(name.ToLowerInvariant(), proxy);
        }

        yield return new("NO_PROXY", string.Join(',', direct));
        yield return new("no_proxy", string.Join(',', direct));
        yield return new("NODE_USE_ENV_PROXY", "1");

        // Java reads no variable but this one.
        yield return new(
            "JAVA_TOOL_OPTIONS",
            $"-Dhttps.proxyHost={ListenTables.ProxyAddress} -Dhttps.proxyPort={ListenTables.ProxyPort} "
            + $"-Dhttp.proxyHost={ListenTables.ProxyAddress} -Dhttp.proxyPort={ListenTables.ProxyPort} "
            + $"-Dhttp.nonProxyHosts={string.Join('|', direct)}");
    }
}
