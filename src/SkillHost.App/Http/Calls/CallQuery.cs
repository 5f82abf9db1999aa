using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using SkillHost.App.Cli;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Http.Serving;
using SkillHost.Policies;

namespace SkillHost.App.Http.Calls;

/// <summary>What the query of a call narrows, spelt as the flags of <c>run</c>.</summary>
internal static class CallQuery
{
    /// <summary>What may be given.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["timeout"] = "Less time, such as 500ms, 5s or 2m",
        ["memory"] = "Less memory, such as 64m",
        ["cpus"] = "Fewer processors, such as 0.25",
        ["pids"] = "Fewer processes and threads",
        ["output"] = "Less output kept, such as 64k",
        ["network"] = "none: no network, whatever the policy says",
    };

    /// <summary>The narrowing, or null when nothing is given; throws <see cref="RefusedException"/> for anything else.</summary>
    public static PolicyNarrowing? Read(IQueryCollection query)
    {
        if (query.Count == 0)
        {
            return null;
        }

        Check(query);
        try
        {
            return new PolicyNarrowing
            {
                Timeout = Get(query, "timeout") is { } time ? Quantity.ParseTime("timeout", time) : null,
                MemoryBytes = Get(query, "memory") is { } memory ? Quantity.ParseBytes("memory", memory) : null,
                Cpus = Get(query, "cpus") is { } cpus ? Quantity.ParseNumber("cpus", cpus) : null,
                Pids = Get(query, "pids") is { } pids ? Quantity.ParseCount("pids", pids, 1, int.MaxValue) : null,
                OutputBytes = Get(query, "output") is { } output ? Quantity.ParseBytes("output", output) : null,
                NoNetwork = Get(query, "network") is { } network && (network == "none" ? true
                    : throw new UsageException($"network: seen {network}, wanted none")),
            };
        }
        catch (UsageException e)
        {
            throw Wrong(e.Message);
        }
    }

    private static void Check(IQueryCollection query)
    {
        foreach ((string name, StringValues values) in query)
        {
            if (!Names.ContainsKey(name))
            {
                throw Wrong($"{name}: seen an unknown name, wanted one of {string.Join(", ", Names.Keys)}");
            }

            if (values.Count != 1)
            {
                throw Wrong($"{name}: seen {values.Count} times, wanted once");
            }
        }
    }

    private static string? Get(IQueryCollection query, string name) =>
        query.TryGetValue(name, out StringValues value) ? value.ToString() : null;

    private static RefusedException Wrong(string words) =>
        new(StatusCodes.Status400BadRequest, $"the query: {SafeText.CleanLine(words)}");
}
