using System.Net;
using System.Net.Sockets;
using System.Text;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Egress;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Wire;
using SkillHost.Wire.Multiplexing;

namespace SkillHost.Core.Tests.Egress;

/// <summary>A container that says whatever it likes about where its connections were made to.</summary>
public sealed class CallTests : IDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public CallTests()
    {
        _server.Start();
        _ = ServeAsync();
    }

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(1, "hi")]
    [InlineData(0, "reset")]
    [InlineData(2, "reset")]
    [InlineData(3, "reset")]
    [InlineData(uint.MaxValue, "reset")]
    public async Task Connect_ToWhateverNumber_OnlyAnEntryOfThePolicyIsReached(uint number, string expected)
    {
        InvocationResult result = await CallAsync(number, Policy(new EgressEntry("good.test", Port)));

        Assert.Equal(expected, result.Stdout);
        Assert.Equal(expected == "hi" ? [$"good.test:{Port}"] : [], result.Network.Reached);
    }

    [Fact]
    public async Task Connect_ToTheNumberOfAWildcard_IsReset() =>
        Assert.Equal("reset", (await CallAsync(1, Policy(new EgressEntry("*.good.test", Port)))).Stdout);

    [Fact]
    public async Task Connect_WithoutAllowList_IsReset()
    {
        InvocationResult result = await CallAsync(1, CallHost.Policy);

        Assert.Equal("reset", result.Stdout);
        Assert.Equal("none", result.Network.Mode);
    }

    [Fact]
    public async Task Connect_ToThisMachine_IsRefusedUnlessNamed()
    {
        EgressEntry unnamed = new("good.test", Port);

        InvocationResult result = await CallAsync(1, CallHost.Policy with { Egress = new EgressPolicy { Entries = [unnamed] } });

        Assert.Equal("reset", result.Stdout);
        Assert.Equal(
            [$"good.test:{Port}: it has an address that is not public and that the operator has not named"], result.Network.Denied);
    }

    [Fact]
    public async Task Call_ThatReachedSomeone_IsAuditedWithWhatItReached()
    {
        await using CallHost host = new(names: new Loopback());
        host.Engine.Program = process => RunAsync(process, 1);

        await host.CallAsync(function: CallHost.Function(policy: Policy(new EgressEntry("good.test", Port))));

        using FileStream file = new(
            Path.Combine(host.Get<SkillHost.Audit.AuditFolder>().Path, "audit-000001.jsonl"),
            FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader log = new(file);
        Assert.Contains(
            $"\"reached\":[\"good.test:{Port}\"],\"denied\":[],\"bytesSent\":2,\"bytesReceived\":2",
            await log.ReadToEndAsync(),
            StringComparison.Ordinal);
    }

    private static SandboxPolicy Policy(EgressEntry entry) => CallHost.Policy with
    {
        Egress = new EgressPolicy { Entries = [entry with { Addresses = [IPNetwork.Parse("127.0.0.0/8")] }] },
    };

    private static async Task<InvocationResult> CallAsync(uint number, SandboxPolicy policy)
    {
        await using CallHost host = new(names: new Loopback());
        host.Engine.Program = process => RunAsync(process, number);
        return await host.CallAsync(function: CallHost.Function(policy: policy));
    }

    private static async Task<SkillHost.Wire.Processes.ProcessExit> RunAsync(FakeProcess process, uint number)
    {
        try
        {
            await using MuxStream stream = await process.ConnectAsync(number);
            await stream.WriteAsync("hi"u8.ToArray());
            byte[] answer = new byte[2];
            await stream.ReadExactlyAsync(answer);
            await process.PrintAsync(Encoding.ASCII.GetString(answer));
        }
        catch (Exception e) when (e is WireException or EndOfStreamException)
        {
            await process.PrintAsync("reset");
        }

        return FakeProcess.Exit(0);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _server.AcceptTcpClientAsync();
                byte[] bytes = new byte[2];
                await client.GetStream().ReadExactlyAsync(bytes);
                await client.GetStream().WriteAsync(bytes);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    /// <summary>Every name is this machine's.</summary>
    private sealed class Loopback : IHostResolver
    {
        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Loopback]);
    }
}
