using System.Net;
using System.Text;
using System.Text.Json;

namespace SkillHost.Secrets.Redaction;

/// <summary>
/// The spellings of a secret that are looked for: as it is, URL-encoded, escaped in JSON, and in hexadecimal and base64, the latter at
/// each of its three alignments without the characters that neighbours have a part in.
/// </summary>
internal static class Needles
{
    private const int LeastBytes = 5;
    private const int LeastLine = 16;

    /// <summary>All spellings, the longest first.</summary>
    public static Needle[] Of(string name, string value)
    {
        // A key of many lines is often printed line by line.
        IEnumerable<string> lines = value.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length >= LeastLine);
        IEnumerable<string> parts = lines.Prepend(value);
        Dictionary<string, Needle> found = new(StringComparer.Ordinal);
        foreach (string part in parts.Distinct())
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            foreach (string spelling in Plain(part))
            {
                Add(spelling, wrapped: false);
            }

            foreach (string spelling in Wrapped(bytes))
            {
                Add(spelling, wrapped: true);
            }
        }

        return [.. found.Values.OrderByDescending(needle => needle.Bytes.Length)];

        void Add(string spelling, bool wrapped)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(spelling);
            if (bytes.Length >= LeastBytes)
            {
                found.TryAdd($"{wrapped}{spelling}", new Needle(name, bytes, wrapped));
            }
        }
    }

    private static IEnumerable<string> Plain(string value)
    {
        string url = Uri.EscapeDataString(value);
        string form = WebUtility.UrlEncode(value);
        string json = JsonEncodedText.Encode(value).Value;
        string ascii = JsonAscii(value);
        return
        [
            value, url, LowerHex(url, '%', 2), form, LowerHex(form, '%', 2), json, LowerHex(json, 'u', 4), ascii,
            ascii.Replace("/", "\\/", StringComparison.Ordinal),
        ];
    }

    private static IEnumerable<string> Wrapped(byte[] value)
    {
        yield return Convert.ToHexStringLower(value);
        yield return Convert.ToHexString(value);
        for (int before = 0; before < 3; before++)
        {
            string whole = Convert.ToBase64String([.. new byte[before], .. value]);
            int start = before == 0 ? 0 : before + 1;
            int end = (before + value.Length) * 8 / 6;
            string middle = whole[start..end];
            yield return middle;
            yield return middle.Replace('+', '-').Replace('/', '_');
        }
    }

    // As writers do that escape no more than they have to, and everything beyond ASCII.
    private static string JsonAscii(string value)
    {
        StringBuilder text = new();
        foreach (char c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or > '~' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return text.ToString();
    }

    private static string LowerHex(string text, char mark, int digits)
    {
        char[] lower = text.ToCharArray();
        for (int i = 0; i + digits < lower.Length; i++)
        {
            if (lower[i] == mark && (mark != 'u' || (i > 0 && lower[i - 1] == '\\')))
            {
                for (int digit = 1; digit <= digits; digit++)
                {
                    lower[i + digit] = char.ToLowerInvariant(lower[i + digit]);
                }
            }
        }

        return new string(lower);
    }
}
