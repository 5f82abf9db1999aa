using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.Skills;

namespace SkillHost.Approvals.Locks;

/// <summary>What was approved, by skill. Read and written as a whole.</summary>
internal sealed class SkillLock
{
    private const int Version = 1;
    private const int LongestBytes = 16 << 20;
    private const string VersionKey = "lockVersion";
    private const string SkillsKey = "skills";
    private const string SealKey = "seal";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 128 };

    /// <summary>Plans by skill.</summary>
    public SortedDictionary<string, JsonObject> Plans { get; } = new(StringComparer.Ordinal);

    /// <summary>The lock at <paramref name="path"/>; empty where there is no such file. Throws <see cref="LockException"/>.</summary>
    public static SkillLock Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            return !file.Exists ? new SkillLock()
                : file.Length > LongestBytes ? throw Wrong($"{file.Length} bytes", $"at most {LongestBytes}")
                : Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            string reason = e is JsonException json ? $"no JSON (line {json.LineNumber + 1})" : "a file that cannot be read";
            throw new LockException(
                $"a skills.lock that is {reason}", "one as 'skillhost approve' writes it; restore it, or delete it");
        }
    }

    /// <summary>Writes it beside its place and moves it there, so that nobody reads half of it.</summary>
    public void Write(string path)
    {
        JsonObject skills = [];
        foreach ((string name, JsonObject plan) in Plans)
        {
            JsonObject entry = plan.DeepClone().AsObject();
            entry[SealKey] = CanonicalJson.Hash(plan);
            skills[name] = entry;
        }

        string made = path + ".new";
        File.WriteAllText(made, CanonicalJson.Indented(new JsonObject { [VersionKey] = Version, [SkillsKey] = skills }));
        File.Move(made, path, overwrite: true);
    }

    private static SkillLock Parse(byte[] bytes)
    {
        if (JsonNode.Parse(bytes, documentOptions: Strict) is not JsonObject root)
        {
            throw Wrong("no JSON object", "one as 'skillhost approve' writes it");
        }

        string version = root[VersionKey] is { } node ? CanonicalJson.Compact(node) : "nothing";
        if (version != $"{Version}")
        {
            throw Wrong($"{VersionKey} {Shown.Words(version)}", $"{Version}, all this program knows; use the one that wrote it");
        }

        if (root.Count != 2 || root[SkillsKey] is not JsonObject skills)
        {
            throw Wrong("other keys", $"{VersionKey} and {SkillsKey}");
        }

        SkillLock read = new();
        foreach ((string name, JsonNode? entry) in skills)
        {
            read.Plans[name] = Open(name, entry);
        }

        return read;
    }

    // Finds what was changed by hand or merged badly. Who may write the file may seal it too: its safety is that of its folder.
    private static JsonObject Open(string name, JsonNode? entry)
    {
        JsonObject? plan = (entry as JsonObject)?.DeepClone().AsObject();
        string seal = plan?[SealKey] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
        plan?.Remove(SealKey);
        return plan is not null && seal == CanonicalJson.Hash(plan)
            ? plan
            : throw Wrong(
                $"an entry for {Shown.Text(name)} that does not fit its seal",
                "it as it was written; restore the file, or delete it and approve again");
    }

    private static LockException Wrong(string seen, string wanted) => new($"a skills.lock with {seen}", wanted);
}
