using System.Security.Cryptography;
using SkillHost.Docker.Streams;
using SkillHost.Docker.Transport;
using SkillHost.Wire;

namespace SkillHost.Tests.Wire;

/// <summary>Process 1 hands out a socket, and both ends move to it.</summary>
public sealed class LocalInitLineTests : LocalInitScene
{
    private const string OfAnyContainer = "";

    [SkippableFact]
    public async Task TakeLine_BeforeAnythingRan_ProcessRunsAndTheOldWayIsSilent()
    {
        CountingStream old = new(Init.Transport);
        await using InitConnection connection = new(old, new InitConnectionOptions { OwnThread = true });

        await MoveAsync(connection);
        long before = old.Bytes;
        await using var process = await connection.StartAsync(Shell("cat; echo $(ls /proc/self/fd)"), Limit);
        await process.Input.WriteAsync("through\n"u8.ToArray(), Limit);
        await process.CompleteInputAsync(Limit);

        // 0, 1, 2, and the folder that is listed.
        Assert.Equal("through\n0 1 2 3\n"u8.ToArray(), await ReadAsync(process.Output));
        Assert.Equal(0, (await process.Exited.WaitAsync(Limit)).ExitCode);
        Assert.Equal(before, old.Bytes);
    }

    [SkippableFact]
    public async Task TakeLine_WhileAProcessWrites_NoByteIsLostOrTwisted()
    {
        await using InitConnection connection = new(Init.Transport, new InitConnectionOptions { OwnThread = true });
        const int pieces = 200, pieceBytes = 10_000;
        const string each = "head -c 10000 /dev/urandom | tee -a /tmp/$$";
        string script = $"for i in $(seq {pieces}); do {each}; done; sha256sum < /tmp/$$ >&2; rm /tmp/$$";
        await using var process = await connection.StartAsync(Shell(script), Limit);
        byte[] first = new byte[pieceBytes];
        await process.Output.ReadExactlyAsync(first, Limit);

        Task<byte[]> rest = ReadAsync(process.Output);
        await MoveAsync(connection);

        byte[] all = [.. first, .. await rest];
        Assert.Equal(pieces * pieceBytes, all.Length);
        Assert.StartsWith(
            Convert.ToHexStringLower(SHA256.HashData(all)), System.Text.Encoding.ASCII.GetString(await ReadAsync(process.Error)),
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task TakeLine_HostGoesAfterwards_ProcessesAndInitEnd()
    {
        await using (InitConnection connection = new(Init.Transport, new InitConnectionOptions { OwnThread = true }))
        {
            await MoveAsync(connection);
            await connection.StartAsync(Shell("sleep 600"), Limit);
        }

        await Init.ExitedAsync().WaitAsync(Limit);
        await AssertNoDescendantsAsync();
    }

    [Fact]
    public async Task TakeLine_None_GoesOnAsBefore()
    {
        await Connection.AskLineAsync(Limit);
        await Connection.TakeLineAsync(null, Limit);

        await using var process = await Connection.StartAsync(Shell("echo still here"), Limit);

        Assert.Equal("still here\n"u8.ToArray(), await ReadAsync(process.Output));
    }

    [SkippableFact]
    public async Task Fetch_NotASocketOrNotOfTheContainer_GivesNone()
    {
        SkipUnlessRoot();
        int descriptor = await Connection.AskLineAsync(Limit);

        Assert.Null(ProcessSocket.Fetch(Init.ProcessId, OfAnyContainer, 0));
        Assert.Null(ProcessSocket.Fetch(Init.ProcessId, OfAnyContainer, 9999));
        Assert.Null(ProcessSocket.Fetch(Init.ProcessId, new string('f', 64), descriptor));
        using var fetched = ProcessSocket.Fetch(Init.ProcessId, OfAnyContainer, descriptor);
        Assert.NotNull(fetched);
    }

    private async Task MoveAsync(InitConnection connection)
    {
        SkipUnlessRoot();
        int descriptor = await connection.AskLineAsync(Limit);
        var socket = ProcessSocket.Fetch(Init.ProcessId, OfAnyContainer, descriptor);
        Assert.NotNull(socket);
        await connection.TakeLineAsync(new BlockingSocketStream(socket), Limit);
    }

    private static void SkipUnlessRoot() =>
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root may fetch a socket out of a process that cannot be traced");
}
