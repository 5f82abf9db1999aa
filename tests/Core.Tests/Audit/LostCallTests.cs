using SkillHost.Audit;

namespace SkillHost.Core.Tests.Audit;

/// <summary>Calls whose process dies. A disposed log with a call under way leaves what a killed process leaves: an unlocked file.</summary>
public sealed class LostCallTests : IDisposable
{
    private readonly AuditScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Recover_ProcessDied_WritesItsOpenCallsAsLostOnce()
    {
        await DieAsync(begun: ["a", "b", "c"], ended: ["b"]);
        using AuditLog log = _scene.Log();

        int lost = await log.RecoverAsync(default);
        int again = await log.RecoverAsync(default);

        Assert.Equal((2, 0), (lost, again));
        Assert.Equal(["b ok", "a lost", "c lost"], _scene.Reader.Read().Select(e => $"{e.Record.InvocationId} {e.Record.Outcome}"));
        Assert.True(_scene.Reader.Verify().Holds);
        Assert.DoesNotContain(Directory.GetFiles(_scene.Folder, "calls-*"), f => new FileInfo(f).Length > 0);
    }

    [Fact]
    public async Task Recover_ProcessLives_LeavesItsCallsAlone()
    {
        using AuditLog living = _scene.Log(), other = _scene.Log();
        await living.BeginAsync(AuditScene.Record("a"), default);

        Assert.Equal(0, await other.RecoverAsync(default));

        await living.AppendAsync(AuditScene.Record("a"), default);
        Assert.Equal("ok", Assert.Single(_scene.Reader.Read()).Record.Outcome);
    }

    [Fact]
    public async Task Recover_DiedBetweenRecordAndItsStrikingOut_WritesNothingMore()
    {
        await DieAsync(begun: ["a"], ended: []);
        using AuditLog log = _scene.Log();
        await log.AppendAsync(AuditScene.Record("a"), default);

        Assert.Equal(0, await log.RecoverAsync(default));

        Assert.Equal("ok", Assert.Single(_scene.Reader.Read()).Record.Outcome);
    }

    [Fact]
    public async Task Recover_TornNote_TakesTheWholeOnes()
    {
        await DieAsync(begun: ["a"], ended: []);
        await File.AppendAllTextAsync(Assert.Single(Directory.GetFiles(_scene.Folder, "calls-*")), "{\"sequence\":0,\"rec");
        using AuditLog log = _scene.Log();

        Assert.Equal(1, await log.RecoverAsync(default));
    }

    [Fact]
    public async Task Dispose_NothingUnderWay_LeavesNoFileOfCalls()
    {
        await DieAsync(begun: ["a", "b"], ended: ["b", "a"]);

        Assert.Empty(Directory.GetFiles(_scene.Folder, "calls-*"));
    }

    [Fact]
    public async Task Begin_NeverIdleForLong_KeepsTheFileOfCallsSmall()
    {
        using AuditLog log = _scene.Log();
        await log.BeginAsync(AuditScene.Record("always"), default);
        for (int i = 0; i < 5000; i++)
        {
            await log.BeginAsync(AuditScene.Record($"{i}"), default);
            await log.AppendAsync(AuditScene.Record($"{i}"), default);
        }

        FileInfo file = Assert.Single(new DirectoryInfo(_scene.Folder).GetFiles("calls-*"));
        Assert.InRange(file.Length, 1, (1 << 20) + 1000);
    }

    private async Task DieAsync(string[] begun, string[] ended)
    {
        using AuditLog log = _scene.Log();
        foreach (string id in begun)
        {
            await log.BeginAsync(AuditScene.Record(id, AuditRecord.Lost), default);
        }

        foreach (string id in ended)
        {
            await log.AppendAsync(AuditScene.Record(id), default);
        }
    }
}
