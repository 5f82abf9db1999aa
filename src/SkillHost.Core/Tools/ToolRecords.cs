using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Images;
using SkillHost.Images.Building;
using SkillHost.Skills;

namespace SkillHost.Tools;

/// <summary>Keeps what servers listed, in memory and in the state folder. Losing it costs a build, never correctness.</summary>
internal sealed partial class ToolRecords(IOptions<ImageOptions> options, ILogger<ToolRecords> logger)
{
    private readonly ConcurrentDictionary<string, ToolRecord> _known = new(StringComparer.Ordinal);

    /// <summary>What is kept of a skill, or null.</summary>
    public ToolRecord? Find(Skill skill)
    {
        string path = PathOf(skill);
        if (_known.TryGetValue(path, out ToolRecord? known))
        {
            return known;
        }

        // Read again each time until it is there: another program may build meanwhile.
        return Read(path) is { } read ? _known.GetOrAdd(path, read) : null;
    }

    /// <summary>Keeps it.</summary>
    public void Set(Skill skill, ToolRecord record)
    {
        string path = PathOf(skill);
        _known[path] = record;
        if (options.Value.StateFolder is null)
        {
            return;
        }

        try
        {
            RecordFile.Write(path, record, ToolRecordJson.Default.ToolRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, skill.Name.Value, e.Message);
        }
    }

    private string Folder => Path.Combine(options.Value.StateFolder ?? "", "tools");

    private string PathOf(Skill skill) => Path.Combine(Folder, $"{skill.Name}-{ImageRecords.HashOf(skill.Folder)}.json");

    private ToolRecord? Read(string path)
    {
        try
        {
            return options.Value.StateFolder is null ? null : RecordFile.Read(path, ToolRecordJson.Default.ToolRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            Log.NotRead(logger, Path.GetFileName(path), e.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9201, LogLevel.Warning, "What the server of {Skill} listed could not be kept: {Reason}")]
        public static partial void NotKept(ILogger logger, string skill, string reason);

        [LoggerMessage(9202, LogLevel.Warning, "{File} could not be read; its skill must be built again: {Reason}")]
        public static partial void NotRead(ILogger logger, string file, string reason);
    }
}
