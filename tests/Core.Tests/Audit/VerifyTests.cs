using System.Diagnostics;
using SkillHost.Audit;

namespace SkillHost.Core.Tests.Audit;

public sealed class VerifyTests : IDisposable
{
    private readonly AuditScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Verify_LineChanged_NamesFileAndLine()
    {
        await _scene.WriteAsync(5);
        _scene.Rewrite(lines => lines[2] = lines[2].Replace("\"ok\"", "\"no\"", StringComparison.Ordinal));

        AuditVerification verification = _scene.Reader.Verify();

        Assert.Equal("audit-000001.jsonl(3): the line was changed after it was written", verification.Problem);
        Assert.Equal(2, verification.Entries);
    }

    [Fact]
    public async Task Verify_LineRemoved_NamesTheGap()
    {
        await _scene.WriteAsync(5);
        _scene.Rewrite(lines => lines.RemoveAt(1));

        Assert.Equal(
            "audit-000001.jsonl(2): the line is number 3, wanted 2: lines are missing or out of order", _scene.Reader.Verify().Problem);
    }

    [Fact]
    public async Task Verify_AnyOneByteChanged_DoesNotHold()
    {
        await _scene.WriteAsync(3);
        byte[] whole = await File.ReadAllBytesAsync(_scene.SingleFile);
        Assert.True(_scene.Reader.Verify().Holds);

        for (int at = 0; at < whole.Length - 1; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 1;
            await File.WriteAllBytesAsync(_scene.SingleFile, changed);
            AuditVerification verification = _scene.Reader.Verify();
            Assert.False(verification.Holds, $"byte {at} was changed unseen");
        }
    }

    [Fact]
    public async Task Verify_LastLineCutOff_ShowsOnlyAgainstAHashKeptElsewhere()
    {
        await _scene.WriteAsync(5);
        string head = _scene.Last.Hash;
        long? at = _scene.Reader.Verify(head).ExpectedAt;
        _scene.Rewrite(lines => lines.RemoveAt(4));

        AuditVerification alone = _scene.Reader.Verify();
        AuditVerification expected = _scene.Reader.Verify(head);

        Assert.Equal(5, at);
        Assert.True(alone.Holds);
        Assert.Equal($"no line has the hash {head}: the log was cut short or replaced", expected.Problem);
    }

    [Fact]
    public async Task Verify_ExpectedHashOfAnEarlierLine_HoldsAndSaysWhere()
    {
        await _scene.WriteAsync(2);
        string noted = _scene.Last.Hash;
        await _scene.WriteAsync(3);

        AuditVerification verification = _scene.Reader.Verify(noted);

        Assert.Null(verification.Problem);
        Assert.Equal(2, verification.ExpectedAt);
    }

    [Fact]
    public void Verify_NoLog_HoldsAndIsEmpty() =>
        Assert.Equal(new AuditVerification(0, new string('0', 64), null), _scene.Reader.Verify());

    [SkippableFact]
    public async Task Hash_OfALine_IsWhatOtherToolsCompute()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs sed and sha256sum");
        await _scene.WriteAsync(1);
        string command =
            $"tail -n 1 {_scene.SingleFile} | sed 's/\"hash\":\"[0-9a-f]*\"}}$/\"hash\":\"\"}}/' | tr -d '\\n' | sha256sum | cut -d' ' -f1";

        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true })!;
        string computed = await process.StandardOutput.ReadToEndAsync();

        Assert.Equal(_scene.Last.Hash, computed.Trim());
    }

    [Fact]
    public async Task ReadLast_OverFiles_GivesTheNewestInOrder()
    {
        await _scene.WriteAsync(300, fileBytes: 64 * 1024);

        IReadOnlyList<AuditEntry> last = _scene.Reader.ReadLast(200, e => e.Sequence % 2 == 0);

        Assert.Equal(Enumerable.Range(1, 150).Select(i => 2L * i), last.Select(e => e.Sequence));
    }
}
