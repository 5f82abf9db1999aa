using Microsoft.Extensions.Configuration;
using SkillHost.Policies.Configuration;
using SkillHost.Skills;

namespace SkillHost.Approvals.Configuration;

/// <summary>Reads the section <c>SkillHost:Approval</c> whole, every key of it known.</summary>
internal static class ApprovalSection
{
    private static readonly string[] RuleKeys = ["Then", "Functions", .. ApprovalFacts.Vocabulary.Keys];

    /// <summary>Puts what the configuration says over what the options have; gives everything that is wrong with it.</summary>
    public static IReadOnlyList<string> Read(IConfiguration configuration, ApprovalOptions options)
    {
        List<string> errors = [];
        StrictSection section = new(configuration.GetSection(ApprovalOptions.Section), errors);
        section.Allow("Default", "Rules", "Lock", "LockFile");
        options.Default = Word<ApprovalDecision>(section, "Default") ?? options.Default;
        options.Lock = Word<LockMode>(section, "Lock") ?? options.Lock;
        options.LockFile = section.Text("LockFile", "the path of a file") ?? options.LockFile;
        if (section.Inner("Rules") is { } rules)
        {
            options.Rules = [.. rules.Named().Select(rule => ReadRule(rule.Section)).OfType<ApprovalRule>()];
        }

        return errors;
    }

    private static ApprovalRule? ReadRule(StrictSection section)
    {
        section.Allow(RuleKeys);
        ApprovalDecision? then = Word<ApprovalDecision>(section, "Then");
        if (section.Inner("Then") is null)
        {
            section.Fail("no Then", $"Then: {Forms<ApprovalDecision>()}");
        }

        Dictionary<string, IReadOnlyList<string>> facts = new(StringComparer.Ordinal);
        foreach ((string fact, IReadOnlyList<string> words) in ApprovalFacts.Vocabulary)
        {
            if (ReadWords(section, fact, string.Join(", ", words), word => words.Contains(word) ? null : $"of {Join(words)}") is { } read)
            {
                facts[fact] = read;
            }
        }

        IReadOnlyList<string> functions = ReadWords(section, "Functions", "skill or skill.function", Misses) ?? [];
        return then is { } decision ? new ApprovalRule(decision) { Functions = functions, Facts = facts } : null;
    }

    // One word, or a list of at least one: an empty list would make a rule that never holds, which nobody means.
    private static IReadOnlyList<string>? ReadWords(StrictSection section, string key, string form, Func<string, string?> misses)
    {
        if (section.Inner(key) is not { } inner)
        {
            return null;
        }

        IReadOnlyList<string> words = inner.Single is { Length: > 0 } one ? [one] : section.Texts(key, $"one of {form}") ?? [];
        if (words.Count == 0)
        {
            inner.Fail("an empty list", $"one or more of {form}");
        }

        foreach (string word in words)
        {
            if (misses(word) is { } wanted)
            {
                inner.Fail(Shown.Text(word), wanted);
            }
        }

        return words;
    }

    private static string? Misses(string name)
    {
        string[] parts = name.Split('.');
        return parts.Length > 2 || Names.SkillMisses(parts[0]) is not null
            || (parts.Length == 2 && Names.FunctionMisses(parts[1]) is not null)
            ? "skill or skill.function, such as storage.read"
            : null;
    }

    private static T? Word<T>(StrictSection section, string key)
        where T : struct, Enum => section.Value(
            key, Forms<T>(),
            (string text, out T value) => Enum.TryParse(text, ignoreCase: true, out value) && char.IsAsciiLetter(text[0]));

    private static string Forms<T>()
        where T : struct, Enum => Join(Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));

    private static string Join(IEnumerable<string> words) => string.Join(", ", words);
}
