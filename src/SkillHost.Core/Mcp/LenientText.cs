using System.Text.Json;

namespace SkillHost.Mcp;

/// <summary>Texts that are shown to people: half a character in one is no reason to give up its server.</summary>
internal static class LenientText
{
    /// <summary>The text, or where it is not Unicode, as it was written.</summary>
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText();
        }
    }
}
