using System.Globalization;
using System.Text;
using System.Text.Json;
using SkillHost.Invocations;

namespace SkillHost.Functions;

/// <summary>Words a result for a model.</summary>
internal static class FunctionAnswer
{
    private const int MaxTail = 1000;

    /// <summary>The value, or for a failure a text.</summary>
    public static object? Of(InvocationResult result)
    {
        if (!result.IsOk)
        {
            string failure = Failure(result.Status, result.Error ?? "no reason was given");
            return failure + Tail("standard output", result.Stdout) + Tail("standard error", result.Stderr);
        }

        // Text goes without JSON's quotes and escapes, which models repeat.
        return result.Value is { ValueKind: JsonValueKind.String } text
            ? text.GetString() + Cut(result) + Files(result)
            : result.Value;
    }

    /// <summary>The text for a failure, such as "timed_out: stopped after 5 s".</summary>
    public static string Failure(InvocationStatus status, string error) =>
        $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString())}: {error}";

    private static string Cut(InvocationResult result) => result.Truncated
        ? string.Create(CultureInfo.InvariantCulture, $"\n[cut at the output limit; {result.StdoutBytes} bytes were written]")
        : "";

    // Their names are safe to show: no others come back.
    private static string Files(InvocationResult result) =>
        result.Artifacts.Count == 0 ? "" : $"\n[files: {string.Join(", ", result.Artifacts.Select(Describe))}]";

    private static string Describe(InvocationArtifact file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.Name} ({file.MediaType}, {file.Bytes} bytes)");

    private static string Tail(string name, string output)
    {
        string text = output.TrimEnd();
        if (text.Length == 0)
        {
            return "";
        }

        int start = Math.Max(0, text.Length - MaxTail);
        start += start > 0 && char.IsLowSurrogate(text[start]) ? 1 : 0;
        return $"\n{name}{(start > 0 ? " (its end)" : "")}:\n{Printable(text[start..])}";
    }

    // Control characters could rewrite what a terminal or a log shows of an answer.
    private static string Printable(string text)
    {
        StringBuilder printable = new(text.Length);
        foreach (char c in text)
        {
            printable.Append(char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c);
        }

        return printable.ToString();
    }
}
