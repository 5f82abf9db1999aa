using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SkillHost.Audit;

namespace SkillHost.Core.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skillhost-audit-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Append_ManyRecords_ChainHolds()
    {
        await WriteAsync(Log(), 20);

        AuditVerification verification = new AuditReader(_folder.FullName).Verify();

        Assert.Null(verification.Problem);
        Assert.Equal(20, verification.Entries);
    }

    [Fact]
    public async Task Append_TwoWritersAtOnce_OneChain()
    {
        using AuditLog first = Log(), second = Log();

        await Task.WhenAll(WriteAsync(first, 50), WriteAsync(second, 50));

        AuditVerification verification = new AuditReader(_folder.FullName).Verify();
        Assert.Null(verification.Problem);
        Assert.Equal(100, verification.Entries);
    }

    [Fact]
    public async Task Append_FileFull_NextFileContinuesChain()
    {
        await WriteAsync(Log(fileBytes: 64 * 1024), 300);

        Assert.True(_folder.GetFiles("audit-*.jsonl").Length > 1);
        Assert.Equal(new AuditVerification(300, Last().Hash, null), new AuditReader(_folder.FullName).Verify());
    }

    [Fact]
    public async Task Verify_LineChanged_NamesFileAndLine()
    {
        await WriteAsync(Log(), 5);
        await RewriteAsync(lines => lines[2] = lines[2].Replace("\"ok\"", "\"no\"", StringComparison.Ordinal));

        AuditVerification verification = new AuditReader(_folder.FullName).Verify();

        Assert.Equal("audit-000001.jsonl(3): the line was changed after it was written", verification.Problem);
        Assert.Equal(2, verification.Entries);
    }

    [Fact]
    public async Task Verify_LineRemoved_NamesTheGap()
    {
        await WriteAsync(Log(), 5);
        await RewriteAsync(lines => lines.RemoveAt(1));

        AuditVerification verification = new AuditReader(_folder.FullName).Verify();

        Assert.Equal("audit-000001.jsonl(2): the line is number 3, wanted 2: lines are missing or out of order", verification.Problem);
    }

    [Fact]
    public async Task Append_AfterTornLastLine_DropsItAndContinues()
    {
        await WriteAsync(Log(), 3);
        await File.AppendAllTextAsync(Single(), "{\"sequence\":4,\"ti");

        await WriteAsync(Log(), 1);

        Assert.Equal(new AuditVerification(4, Last().Hash, null), new AuditReader(_folder.FullName).Verify());
    }

    [Fact]
    public async Task Append_LessDiskThanWanted_RefusesUntilThereIsMore()
    {
        var options = new AuditOptions { MinimumFreeBytes = long.MaxValue };
        using AuditLog log = Log(options);

        await Assert.ThrowsAsync<AuditException>(async () => await log.EnsureWritableAsync(default));
        await Assert.ThrowsAsync<AuditException>(async () => await log.AppendAsync(Record("a"), default));
        options.MinimumFreeBytes = 0;
        await log.EnsureWritableAsync(default);
        await log.AppendAsync(Record("b"), default);

        Assert.Equal("b", Assert.Single(new AuditReader(_folder.FullName).Read()).Record.InvocationId);
    }

    [Fact]
    public async Task EnsureWritable_FolderIsAFile_Refuses()
    {
        string file = Path.Combine(_folder.FullName, "taken");
        await File.WriteAllTextAsync(file, "");
        using var log = new AuditLog(
            Options.Create(new AuditOptions()), new AuditFolder(Path.Combine(file, "audit")), TimeProvider.System,
            NullLogger<AuditLog>.Instance);

        AuditException refused = await Assert.ThrowsAsync<AuditException>(async () => await log.EnsureWritableAsync(default));

        Assert.DoesNotContain(_folder.FullName, refused.Message, StringComparison.Ordinal);
    }

    private AuditLog Log(long fileBytes = 16 << 20) => Log(new AuditOptions { FileBytes = fileBytes, MinimumFreeBytes = 0 });

    private AuditLog Log(AuditOptions options) =>
        new(Options.Create(options), new AuditFolder(_folder.FullName), TimeProvider.System, NullLogger<AuditLog>.Instance);

    private static async Task WriteAsync(AuditLog log, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await log.AppendAsync(Record($"{i}"), default);
        }
    }

    private static AuditRecord Record(string id) =>
        new() { Caller = "test", InvocationId = id, Skill = "csv-summary", Function = "summarise", Outcome = "ok" };

    private string Single() => Assert.Single(_folder.GetFiles("audit-*.jsonl")).FullName;

    private AuditEntry Last() => new AuditReader(_folder.FullName).Read().Last();

    private async Task RewriteAsync(Action<List<string>> change)
    {
        List<string> lines = [.. await File.ReadAllLinesAsync(Single())];
        change(lines);
        await File.WriteAllLinesAsync(Single(), lines);
    }
}
