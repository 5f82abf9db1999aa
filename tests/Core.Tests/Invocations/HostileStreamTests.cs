using System.Security.Cryptography;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;

namespace SkillHost.Core.Tests.Invocations;

/// <summary>Whatever comes down a container's stream, the call ends with one clear result and the host serves on.</summary>
public sealed class HostileStreamTests
{
    public static TheoryData<byte[]> Streams => new(
        [],
        [0],
        "HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(),
        [.. Enumerable.Repeat((byte)0xFF, 4096)],
        [0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF],
        [.. new Random(5).GetItems([.. Enumerable.Range(0, 256).Select(i => (byte)i)], 100_000)]);

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Peer_SendsAnythingAndEnds_UnavailableAndTheNextCallIsServed(byte[] bytes)
    {
        await using CallHost host = new();
        host.Engine.Silent = true;
        host.Engine.Before = (name, _) =>
        {
            if (name == "find")
            {
                host.Engine.Silent = false;
            }

            return Task.CompletedTask;
        };
        Task<InvocationResult> call = host.CallAsync();
        FakeContainer container = await StartedAsync(host);
        Task writing = container.InitEnd!.WriteAsync(bytes).AsTask();

        // A host that has seen enough reads no more.
        await Task.WhenAny(writing, call);
        await container.DieAsync(outOfMemory: false);

        InvocationResult result = await call;
        InvocationResult next = await host.CallAsync();

        Assert.Equal(InvocationStatus.Unavailable, result.Status);
        Assert.Equal(InvocationStatus.Ok, next.Status);
    }

    [Fact]
    public async Task Peer_NeverAnswers_UnavailableAfterTheStartLimit()
    {
        await using CallHost host = new();
        host.Engine.Silent = true;

        Task<InvocationResult> call = host.CallAsync();
        await StartedAsync(host);
        await host.Time.WaitForTimerAsync(TimeSpan.FromSeconds(10));
        host.Time.Advance(TimeSpan.FromSeconds(10));
        InvocationResult result = await call;

        Assert.Equal(InvocationStatus.Unavailable, result.Status);
    }

    [Fact]
    public async Task Ids_OfCalls_AreRandom()
    {
        await using CallHost host = new();

        InvocationResult[] results = await Task.WhenAll(host.CallAsync(), host.CallAsync());

        Assert.NotEqual(results[0].InvocationId, results[1].InvocationId);
        Assert.Equal(RandomNumberGenerator.GetHexString(32, lowercase: true).Length, results[0].InvocationId.Length);
    }

    private static async Task<FakeContainer> StartedAsync(CallHost host)
    {
        FakeContainer? container;
        while (!host.Engine.Made.TryPeek(out container) || container.State != "running")
        {
            await Task.Yield();
        }

        return container;
    }
}
