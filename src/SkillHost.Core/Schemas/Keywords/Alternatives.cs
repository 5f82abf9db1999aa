using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary>Words what a value that matches no alternative comes closest to.</summary>
internal static class Alternatives
{
    private const int MaxMisses = 3;

    /// <summary>Reports one miss for all alternatives. Always false.</summary>
    public static bool Report(string keyword, IReadOnlyList<SchemaNode> schemas, JsonElement value, Evaluation run, Marks? marks)
    {
        List<IReadOnlyList<Miss>> each = [];
        foreach (SchemaNode schema in schemas)
        {
            Marks? own = marks is null ? null : Marks.For(value);
            run.Apart(schema, value, own, out IReadOnlyList<Miss> misses);
            each.Add(misses);
            marks?.Add(own!); // Never null here: it is made wherever marks is not.
        }

        return ReportAsOne(keyword, each, run) ?? ReportClosest(keyword, each, run);
    }

    // Alternatives that each want another type or value here read best as one list: "must be a string or null".
    private static bool? ReportAsOne(string keyword, List<IReadOnlyList<Miss>> each, Evaluation run)
    {
        string path = run.Path;
        if (!each.TrueForAll(m => m.Count == 1 && m[0].Wanted.Count > 0 && m[0].Path == path))
        {
            return null;
        }

        string[] wanted = [.. each.SelectMany(m => m[0].Wanted).Distinct()];
        string got = each[0][0].Got;
        return run.Report(keyword, $"must be {Quote.Either(wanted)}, got {got}", wanted, got);
    }

    private static bool ReportClosest(string keyword, List<IReadOnlyList<Miss>> each, Evaluation run)
    {
        (string path, int depth) = (run.Path, run.Depth);
        int closest = Enumerable.Range(0, each.Count).MinBy(i => each[i].Sum(m => Weight(m, path, depth)));
        IReadOnlyList<Miss> misses = each[closest];
        string told = string.Join("; ", misses.Take(MaxMisses).Select(m => Tell(m, path)));
        string rest = misses.Count > MaxMisses ? $"; and {misses.Count - MaxMisses} more" : "";
        return run.Report(keyword, $"matches none of {each.Count} alternatives; closest is number {closest + 1}: {told}{rest}");
    }

    private static string Tell(Miss miss, string path) => miss.Path == path ? miss.Message : $"{miss.Path[path.Length..]}: {miss.Message}";

    // A value of another type is far from an alternative, and so is one whose discriminator names another.
    private static int Weight(Miss miss, string path, int depth) => miss.Keyword switch
    {
        "type" when miss.Path == path => 1000,
        "const" or "enum" when miss.Depth <= depth + 1 => 100,
        "required" or "additionalProperties" or "unevaluatedProperties" => 5,
        _ => miss.Depth > depth + 1 ? 2 : 4,
    };
}
