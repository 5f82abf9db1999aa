using System.Text.Json;
using SkillHost.Mcp;

namespace SkillHost.Core.Tests.Mcp;

/// <summary>Of what a server sends without end, little is kept.</summary>
[Collection(WholeProcess.Name)]
public sealed class ServerMemoryTests
{
    [Fact]
    public async Task Line_WithoutEnd_KeepsLittle()
    {
        await using FakeServer server = new();
        Task<McpReply> call = server.CallAsync();
        await server.ReadAsync();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        string piece = new('x', 1 << 20);

        for (int i = 0; i < 64; i++)
        {
            await server.WriteAsync(piece);
        }

        Assert.False(call.IsCompleted);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 16 << 20);
    }

    [Fact]
    public async Task Flood_OfNotificationsDuringACall_IsReadAndTheAnswerFound()
    {
        await using FakeServer server = new();
        Task<McpReply> call = server.CallAsync(listener: new FakeServer.Listener());
        JsonElement question = await server.ReadAsync();
        string piece = string.Concat(Enumerable.Repeat("""{"jsonrpc":"2.0","method":"notifications/whatever","params":{}}""" + "\n", 1000));
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < 100; i++)
        {
            await server.WriteAsync(piece);
        }

        await server.AnswerAsync(question, "{}");
        Assert.Equal("{}"u8.ToArray(), (await call).Result.ToArray());
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 << 20);
    }
}
