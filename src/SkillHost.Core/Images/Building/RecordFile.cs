using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SkillHost.Images.Building;

/// <summary>A record in the state folder that several hosts may read and write; it is there whole or not at all.</summary>
internal static class RecordFile
{
    /// <summary>
    /// The record; null where there is none. Throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>, <see
    /// cref="JsonException"/> or <see cref="NotSupportedException"/>.
    /// </summary>
    public static T? Read<T>(string path, JsonTypeInfo<T> type)
        where T : class =>
        File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), type) : null;

    /// <summary>
    /// Writes it, and leaves nothing where that fails. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public static void Write<T>(string path, T record, JsonTypeInfo<T> type)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "");
        string made = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(made, JsonSerializer.SerializeToUtf8Bytes(record, type));
            File.Move(made, path, overwrite: true);
        }
        catch
        {
            File.Delete(made);
            throw;
        }
    }
}
