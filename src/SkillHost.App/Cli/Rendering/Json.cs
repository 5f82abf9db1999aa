using System.Text.Json;
using SkillHost.Invocations;

namespace SkillHost.App.Cli.Rendering;

/// <summary>JSON as every verb prints it: the names of <see cref="InvocationJson"/>, indented unless it is a line of a stream.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Indented = new(InvocationJson.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes <paramref name="value"/> indented, and ends the line.</summary>
    public static void Write<T>(TextWriter output, T value) => output.WriteLine(JsonSerializer.Serialize(value, Indented));

    /// <summary>Writes <paramref name="value"/> on one line.</summary>
    public static void WriteLine<T>(TextWriter output, T value) => output.WriteLine(Compact(value));

    /// <summary>A value on one line, without blanks.</summary>
    public static string Compact<T>(T value) => JsonSerializer.Serialize(value, InvocationJson.Options);
}
