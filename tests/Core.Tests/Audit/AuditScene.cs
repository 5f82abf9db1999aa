using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SkillHost.Audit;
using SkillHost.Core.Tests.Fakes;

namespace SkillHost.Core.Tests.Audit;

/// <summary>A log in a folder of its own.</summary>
internal sealed class AuditScene : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Folder => _folder.Path;

    public AuditReader Reader => new(Folder);

    public AuditEntry Last => Reader.Read().Last();

    public string SingleFile => Assert.Single(Directory.GetFiles(Folder, "audit-*.jsonl"));

    public AuditLog Log(long fileBytes = 16 << 20) => Log(new AuditOptions { FileBytes = fileBytes, MinimumFreeBytes = 0 });

    public AuditLog Log(AuditOptions options, string? folder = null) =>
        new(Options.Create(options), new AuditFolder(folder ?? Folder), TimeProvider.System, NullLogger<AuditLog>.Instance);

    public static AuditRecord Record(string id, string outcome = "ok") =>
        new() { Caller = "test", InvocationId = id, Skill = "csv-summary", Function = "summarise", Outcome = outcome };

    public static async Task WriteAsync(AuditLog log, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await log.AppendAsync(Record($"{i}"), default);
        }
    }

    public async Task WriteAsync(int count, long fileBytes = 16 << 20)
    {
        using AuditLog log = Log(fileBytes);
        await WriteAsync(log, count);
    }

    public void Rewrite(Action<List<string>> change)
    {
        List<string> lines = [.. File.ReadAllLines(SingleFile)];
        change(lines);
        File.WriteAllText(SingleFile, string.Concat(lines.Select(line => line + "\n")));
    }

    public void Dispose() => _folder.Dispose();
}
