using System.Text;
using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Tests.Wire;

public sealed class LocalInitTests : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly LocalInit _init = new();

    private InitConnection Connection => _init.Connection.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _init.DisposeAsync();

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Start_PrintsAndExits_OutputAndCodeArrive()
    {
        await using var process = await Connection.StartAsync(Shell("printf 'a\\377\\000b'; echo oops >&2; exit 7"), _limit.Token);

        var (output, error) = (await ReadAsync(process.Output), await ReadAsync(process.Error));
        var exit = await process.Exited.WaitAsync(_limit.Token);

        Assert.Equal(new byte[] { (byte)'a', 255, 0, (byte)'b' }, output);
        Assert.Equal("oops\n", Encoding.UTF8.GetString(error));
        Assert.Equal(7, exit.ExitCode);
        Assert.Null(exit.Signal);
    }

    [Fact]
    public async Task Start_UnknownProgram_FailsWithASentence()
    {
        var failure = await Assert.ThrowsAsync<WireException>(() => Connection.StartAsync(new ProcessStart { Arguments = ["no-such-program"] }, _limit.Token));

        Assert.Equal(WireFailure.CannotStart, failure.Failure);
        Assert.Equal("program not found: no-such-program", failure.Message);
    }

    [Fact]
    public async Task Start_TenMegabytesThroughCat_ComeBackUnchanged()
    {
        var data = new byte[10 << 20];
        new Random(1).NextBytes(data);
        await using var process = await Connection.StartAsync(new ProcessStart { Arguments = ["cat"] }, _limit.Token);

        var writing = Task.Run(async () =>
        {
            await process.Input.WriteAsync(data, _limit.Token);
            await process.CompleteInputAsync(_limit.Token);
        });
        var echoed = await ReadAsync(process.Output);
        await writing;

        Assert.True(data.AsSpan().SequenceEqual(echoed));
        Assert.Equal(0, (await process.Exited.WaitAsync(_limit.Token)).ExitCode);
    }

    private static ProcessStart Shell(string script) => new() { Arguments = ["sh", "-c", script], Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } };

    private async Task<byte[]> ReadAsync(Stream stream)
    {
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, _limit.Token);
        return memory.ToArray();
    }
}
