using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using SkillHost.Hosting;

namespace SkillHost.Mcp.Calls;

/// <summary>Words that there is no such tool.</summary>
internal static class UnknownTool
{
    private const int LongestShown = 100;
    private const int Shown = 3;

    /// <summary>
    /// Throws <see cref="McpProtocolException"/> for a call of a tool that is not there. Asked before the SDK hands the call on: what comes
    /// out of a handler it logs as an error of the server, and this is one of the client.
    /// </summary>
    public static void ThrowIf(JsonRpcMessage message, SkillCatalog catalog)
    {
        if (message is JsonRpcRequest { Method: RequestMethods.ToolsCall, Params: JsonObject parameters }
            && parameters["name"] is JsonValue value && value.TryGetValue(out string? name)
            && catalog.Functions.All(function => function.Name != name))
        {
            throw new McpProtocolException(Describe(name, catalog), McpErrorCode.InvalidParams);
        }
    }

    /// <summary>The name, and those that are near it.</summary>
    public static string Describe(string name, SkillCatalog catalog)
    {
        string shown = name.Length > LongestShown ? $"{name[..LongestShown]}…" : name;
        string[] near =
        [
            .. catalog.Functions.Select(function => function.Name)
                .Select(known => (Name: known, Distance: Distance(name, known)))
                .Where(known => known.Distance <= Math.Max(2, known.Name.Length / 3))
                .OrderBy(known => known.Distance).ThenBy(known => known.Name, StringComparer.Ordinal)
                .Take(Shown).Select(known => known.Name),
        ];
        return near.Length > 0
            ? $"Unknown tool: '{shown}'; did you mean {string.Join(" or ", near)}?"
            : $"Unknown tool: '{shown}'; tools/list names those there are";
    }

    /// <summary>Levenshtein's distance, letters' case and the kind of divider ignored; far for names of other lengths.</summary>
    private static int Distance(string seen, string known)
    {
        if (seen.Length > 2 * LongestShown)
        {
            return int.MaxValue;
        }

        int[] row = [.. Enumerable.Range(0, known.Length + 1)];
        for (int i = 1; i <= seen.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= known.Length; j++)
            {
                int change = diagonal + (Plain(seen[i - 1]) == Plain(known[j - 1]) ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(change, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }

    private static char Plain(char c) => c is '.' or '-' ? '_' : char.ToLowerInvariant(c);
}
