using SkillHost.Audit;

namespace SkillHost.Core.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly AuditScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Append_ManyRecords_ChainHolds()
    {
        await _scene.WriteAsync(20);

        Assert.Equal(new AuditVerification(20, _scene.Last.Hash, null), _scene.Reader.Verify());
    }

    [Fact]
    public async Task Append_TwoWritersAtOnce_OneChain()
    {
        using AuditLog first = _scene.Log(), second = _scene.Log();

        await Task.WhenAll(AuditScene.WriteAsync(first, 50), AuditScene.WriteAsync(second, 50));

        Assert.Equal(new AuditVerification(100, _scene.Last.Hash, null), _scene.Reader.Verify());
    }

    [Fact]
    public async Task Append_ManyAtOnce_EachOnceInOneChain()
    {
        using AuditLog log = _scene.Log(fileBytes: 64 * 1024);

        await Task.WhenAll(
            Enumerable.Range(0, 500).Select(i => Task.Run(async () => await log.AppendAsync(AuditScene.Record($"{i}"), default))));

        Assert.Equal(new AuditVerification(500, _scene.Last.Hash, null), _scene.Reader.Verify());
        Assert.Equal(500, _scene.Reader.Read().Select(e => e.Record.InvocationId).Distinct().Count());
    }

    [Fact]
    public async Task Append_FileFull_NextFileContinuesChain()
    {
        await _scene.WriteAsync(300, fileBytes: 64 * 1024);

        FileInfo[] files = new DirectoryInfo(_scene.Folder).GetFiles("audit-*.jsonl");
        Assert.True(files.Length > 1);
        Assert.All(files, file => Assert.InRange(file.Length, 1, 64 * 1024));
        Assert.Equal(new AuditVerification(300, _scene.Last.Hash, null), _scene.Reader.Verify());
    }

    [Fact]
    public async Task Append_OldFilesMovedAway_ChainGoesOnAndVerifySaysWhereItBegins()
    {
        using AuditLog log = _scene.Log(fileBytes: 64 * 1024);
        await AuditScene.WriteAsync(log, 300);
        File.Delete(Path.Combine(_scene.Folder, "audit-000001.jsonl"));

        await log.AppendAsync(AuditScene.Record("after"), default);

        AuditVerification verification = _scene.Reader.Verify();
        Assert.Null(verification.Problem);
        Assert.True(verification.First > 1);
        Assert.Equal(301, verification.Last);
    }

    [Fact]
    public async Task Append_AfterTornLastLine_DropsItAndContinues()
    {
        await _scene.WriteAsync(3);
        await File.AppendAllTextAsync(_scene.SingleFile, "{\"sequence\":4,\"ti");

        AuditVerification torn = _scene.Reader.Verify();
        await _scene.WriteAsync(1);

        Assert.True(torn is { Holds: true, IsTorn: true, Entries: 3 });
        Assert.Equal(new AuditVerification(4, _scene.Last.Hash, null), _scene.Reader.Verify());
    }

    [Fact]
    public async Task Append_LastLineIsGarbage_RefusesAndKeepsIt()
    {
        await _scene.WriteAsync(3);
        await File.AppendAllTextAsync(_scene.SingleFile, "garbage\n");
        string before = await File.ReadAllTextAsync(_scene.SingleFile);
        using AuditLog log = _scene.Log();

        await Assert.ThrowsAsync<AuditException>(async () => await log.BeginAsync(AuditScene.Record("a"), default));

        Assert.Equal(before, await File.ReadAllTextAsync(_scene.SingleFile));
    }

    [Fact]
    public async Task Append_LogMovedAwayWhileOpen_BeginsAnother()
    {
        using AuditLog log = _scene.Log();
        await AuditScene.WriteAsync(log, 3);
        File.Move(_scene.SingleFile, Path.Combine(_scene.Folder, "moved.jsonl"));

        await log.AppendAsync(AuditScene.Record("b"), default);

        Assert.Equal("b", Assert.Single(_scene.Reader.Read()).Record.InvocationId);
    }

    [Fact]
    public async Task Append_HostileNames_StayOnOneLineOfAscii()
    {
        using AuditLog log = _scene.Log();
        string caller = "a\n{\"sequence\":2}\u001b[2J\u2028é\u202e\0";

        await log.AppendAsync(AuditScene.Record("a") with { Caller = caller }, default);

        byte[] bytes = await File.ReadAllBytesAsync(_scene.SingleFile);
        Assert.Equal(1, bytes.Count(b => b == '\n'));
        Assert.All(bytes[..^1], b => Assert.InRange(b, (byte)' ', (byte)'~'));
        Assert.Equal(caller, Assert.Single(_scene.Reader.Read()).Record.Caller);
        Assert.True(_scene.Reader.Verify().Holds);
    }

    [Fact]
    public async Task Files_OfTheLog_AreTheOwnersAlone()
    {
        string folder = Path.Combine(_scene.Folder, "audit");
        using AuditLog log = _scene.Log(new AuditOptions { MinimumFreeBytes = 0 }, folder);

        await log.BeginAsync(AuditScene.Record("a"), default);

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
            foreach (string file in Directory.GetFiles(folder))
            {
                Assert.Equal(Owner, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public async Task Append_Disabled_WritesNothing()
    {
        using AuditLog log = _scene.Log(new AuditOptions { Enabled = false });

        await log.BeginAsync(AuditScene.Record("a"), default);
        await log.AppendAsync(AuditScene.Record("a"), default);

        Assert.Empty(Directory.GetFileSystemEntries(_scene.Folder));
    }
}
