using System.Diagnostics;
using SkillHost.Audit;
using SkillHost.Core.Tests.Fakes;

namespace SkillHost.Core.Tests.Audit;

/// <summary>A log on a disk that is full, read-only or not there, and then is again.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly AuditScene _scene = new();
    private readonly TempFolder _mount = new();
    private bool _mounted;

    public void Dispose()
    {
        if (_mounted)
        {
            Run("umount", _mount.Path);
        }

        _mount.Dispose();
        _scene.Dispose();
    }

    [SkippableFact]
    public async Task Append_DiskFull_RefusesThenGoesOnInOneChain()
    {
        MountSmallDisk();
        using AuditLog log = _scene.Log(new AuditOptions { MinimumFreeBytes = 0 }, _mount.Path);
        await log.AppendAsync(AuditScene.Record("before"), default);
        string ballast = Path.Combine(_mount.Path, "ballast");
        FillWith(ballast);

        await Assert.ThrowsAsync<AuditException>(async () => await AuditScene.WriteAsync(log, 100));
        await Assert.ThrowsAsync<AuditException>(async () => await log.BeginAsync(AuditScene.Record(new string('x', 8192)), default));
        File.Delete(ballast);
        await log.BeginAsync(AuditScene.Record("after"), default);
        await log.AppendAsync(AuditScene.Record("after"), default);

        AuditReader reader = new(_mount.Path);
        Assert.True(reader.Verify().Holds);
        Assert.Equal("before", reader.Read().First().Record.InvocationId);
        Assert.Equal("after", reader.Read().Last().Record.InvocationId);
    }

    [SkippableFact]
    public async Task Begin_DiskReadOnly_RefusesUntilItIsNot()
    {
        MountSmallDisk();
        Run("mount", "-o", "remount,ro", _mount.Path);
        using AuditLog log = _scene.Log(new AuditOptions { MinimumFreeBytes = 0 }, _mount.Path);

        await Assert.ThrowsAsync<AuditException>(async () => await log.BeginAsync(AuditScene.Record("a"), default));
        await Assert.ThrowsAsync<AuditException>(async () => await log.AppendAsync(AuditScene.Record("a"), default));
        Run("mount", "-o", "remount,rw", _mount.Path);
        await log.BeginAsync(AuditScene.Record("b"), default);
        await log.AppendAsync(AuditScene.Record("b"), default);

        Assert.Equal("b", Assert.Single(new AuditReader(_mount.Path).Read()).Record.InvocationId);
    }

    [Fact]
    public async Task Begin_LessDiskThanWanted_RefusesUntilThereIsMore()
    {
        AuditOptions options = new() { MinimumFreeBytes = long.MaxValue };
        using AuditLog log = _scene.Log(options);

        await Assert.ThrowsAsync<AuditException>(async () => await log.BeginAsync(AuditScene.Record("a"), default));
        await Assert.ThrowsAsync<AuditException>(async () => await log.AppendAsync(AuditScene.Record("a"), default));
        options.MinimumFreeBytes = 0;
        await log.BeginAsync(AuditScene.Record("b"), default);
        options.MinimumFreeBytes = long.MaxValue;
        await Assert.ThrowsAsync<AuditException>(async () => await log.BeginAsync(AuditScene.Record("c"), default));
        options.MinimumFreeBytes = 0;
        await log.AppendAsync(AuditScene.Record("b"), default);

        Assert.Equal("b", Assert.Single(_scene.Reader.Read()).Record.InvocationId);
    }

    [Fact]
    public async Task Begin_FolderIsAFile_RefusesAndNamesNoPath()
    {
        string file = Path.Combine(_scene.Folder, "taken");
        await File.WriteAllTextAsync(file, "");
        using AuditLog log = _scene.Log(new AuditOptions(), Path.Combine(file, "audit"));

        AuditException refused =
            await Assert.ThrowsAsync<AuditException>(async () => await log.BeginAsync(AuditScene.Record("a"), default));

        Assert.DoesNotContain(_scene.Folder, refused.Message, StringComparison.Ordinal);
    }

    private void MountSmallDisk()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "mounting a small disk needs root on Linux");
        _mounted = Run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", _mount.Path) == 0;
        Skip.IfNot(_mounted, "this system lets root mount nothing");
    }

    private static void FillWith(string path)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
