using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkillHost.Approvals.Locks;

/// <summary>
/// Compares a plan with the one approved, field by field. A field nobody has thought of here is part of it all the same: any change of it
/// needs approval unless it is certainly less.
/// </summary>
internal static class PlanComparer
{
    // Words by field, least first.
    private static readonly Dictionary<string, string[]> Orders = new(StringComparer.Ordinal)
    {
        ["network"] = ["none", "allowlist", "bridge"],
        ["isolation"] = ["fresh", "session", "shared"],
    };

    // Truth values of which false is the lesser; of any other either may be.
    private static readonly string[] Grants = ["executableTmp", "unsandboxed", "writable"];

    // For people: a change of the folder shows in its files.
    private static readonly string[] NotCompared = ["version"];

    /// <summary>Every difference, in order of paths.</summary>
    public static IReadOnlyList<LockDifference> Compare(JsonObject was, JsonObject now)
    {
        List<LockDifference> differences = [];
        foreach (string key in Keys(was, now).Except(NotCompared))
        {
            if (key == ApprovedPlan.Functions)
            {
                CompareFunctions(was[key] as JsonObject ?? [], now[key] as JsonObject ?? [], differences);
            }
            else
            {
                Compare(was[key], now[key], key, key is "warm" or "isolation", differences);
            }
        }

        return differences;
    }

    private static void CompareFunctions(JsonObject was, JsonObject now, List<LockDifference> differences)
    {
        foreach (string name in Keys(was, now))
        {
            string path = $"{ApprovedPlan.Functions}.{name}";
            if (was[name] is not JsonObject before || now[name] is not JsonObject after)
            {
                string? seen = now[name] is null ? null : "a function";
                differences.Add(new LockDifference(path, was[name] is null ? null : "a function", seen, IsLess: now[name] is null));
                continue;
            }

            foreach (string key in Keys(before, after))
            {
                Compare(before[key], after[key], $"{path}.{key}", key == ApprovedPlan.Policy, differences);
            }
        }
    }

    private static void Compare(JsonNode? was, JsonNode? now, string path, bool mayBeLess, List<LockDifference> differences)
    {
        if (JsonNode.DeepEquals(was, now))
        {
            return;
        }

        if (was is JsonObject before && now is JsonObject after)
        {
            foreach (string key in Keys(before, after))
            {
                Compare(before[key], after[key], $"{path}.{key}", mayBeLess, differences);
            }

            return;
        }

        string field = path[(path.LastIndexOf('.') + 1)..];
        differences.Add(new LockDifference(path, Show(was), Show(now), mayBeLess && IsLess(was, now, field)));
    }

    private static bool IsLess(JsonNode? was, JsonNode? now, string field) => (was, now) switch
    {
        (JsonArray before, JsonArray after) => after.All(item => before.Any(other => Covers(other, item))),
        (JsonArray or JsonObject, null) => true,
        (JsonValue before, JsonValue after) => IsLess(before, after, field),
        _ => false,
    };

    private static bool IsLess(JsonValue was, JsonValue now, string field) => (was.GetValueKind(), now.GetValueKind()) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => now.GetValue<double>() <= was.GetValue<double>(),
        (JsonValueKind.True, JsonValueKind.False) => Grants.Contains(field),
        (JsonValueKind.String, JsonValueKind.String) when Orders.TryGetValue(field, out string[]? order) =>
            Array.IndexOf(order, now.GetValue<string>()) is >= 0 and var at && at < Array.IndexOf(order, was.GetValue<string>()),
        _ => false,
    };

    /// <summary>Whether an item of a list grants all that another does.</summary>
    private static bool Covers(JsonNode? was, JsonNode? now)
    {
        List<LockDifference> differences = [];
        Compare(was, now, "", mayBeLess: true, differences);

        // Numbers in a list are names, such as ports, not amounts.
        return differences.TrueForAll(d => d.IsLess) && (was is not JsonValue || differences.Count == 0);
    }

    private static IEnumerable<string> Keys(JsonObject one, JsonObject other) =>
        one.Select(pair => pair.Key).Union(other.Select(pair => pair.Key)).Order(StringComparer.Ordinal);

    private static string? Show(JsonNode? node) => node is null ? null : CanonicalJson.Compact(node);
}
