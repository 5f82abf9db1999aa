using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SkillHost.Images.Building;

/// <summary>Keeps what is remembered of each folder, in memory and in the state folder.</summary>
internal sealed partial class ImageRecords(IOptions<ImageOptions> options, ILogger<ImageRecords> logger)
{
    private readonly ConcurrentDictionary<string, ImageRecord> _known = new(StringComparer.Ordinal);

    /// <summary>What is remembered of a folder; an empty record when nothing is.</summary>
    public ImageRecord Get(string label, string folder) => _known.GetOrAdd(PathOf(label, folder), Read);

    /// <summary>Remembers.</summary>
    public void Set(string label, string folder, ImageRecord record)
    {
        string path = PathOf(label, folder);
        _known[path] = record;
        if (options.Value.StateFolder == null)
        {
            return;
        }

        try
        {
            RecordFile.Write(path, record, ImageRecordJson.Default.ImageRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, label, e.Message);
        }
    }

    /// <summary>The first 16 hex digits of a path's SHA-256.</summary>
    public static string HashOf(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(path))))[..16];

    private string Folder => Path.Combine(options.Value.StateFolder ?? "", "images");

    private string PathOf(string label, string folder) => Path.Combine(Folder, $"{label.Replace('/', '-')}-{HashOf(folder)}.json");

    private ImageRecord Read(string path)
    {
        try
        {
            ImageRecord? kept = options.Value.StateFolder is null ? null : RecordFile.Read(path, ImageRecordJson.Default.ImageRecord);
            return kept ?? new ImageRecord();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            Log.NotRead(logger, Path.GetFileName(path), e.Message);
            return new ImageRecord();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2602, LogLevel.Warning, "What is known of {Subject}'s files could not be kept: {Reason}")]
        public static partial void NotKept(ILogger logger, string subject, string reason);

        [LoggerMessage(2603, LogLevel.Debug, "{File} could not be read and is made anew: {Reason}")]
        public static partial void NotRead(ILogger logger, string file, string reason);
    }
}
