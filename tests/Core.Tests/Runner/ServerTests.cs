using System.ComponentModel;
using System.Text;
using System.Text.Json;
using SkillHost.Runner;

namespace SkillHost.Core.Tests.Runner;

/// <summary>The protocol between the host and the functions of a library.</summary>
public sealed class ServerTests
{
    [Theory]
    [InlineData("2025-03-26", "2025-03-26")]
    [InlineData("1999-01-01", "2025-11-25")]
    public void Initialize_WithARevision_AnswersWithItOrTheNewest(string asked, string answered)
    {
        JsonElement reply = Assert.Single(Ask(
            """{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"ASKED"}}""".Replace(
                "ASKED", asked, StringComparison.Ordinal)));

        Assert.Equal("a", reply.GetProperty("id").GetString());
        Assert.Equal(answered, reply.GetProperty("result").GetProperty("protocolVersion").GetString());
    }

    [Theory]
    [InlineData("{", -32700)]
    [InlineData("[]", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/list"}""", -32601)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nobody"}}""", -32602)]
    public void Take_WhatIsNoRequest_IsRefusedAndTheNextIsServed(string line, int code)
    {
        JsonElement[] replies = Ask(line, """{"jsonrpc":"2.0","id":2,"method":"ping"}""");

        Assert.Equal(code, replies[0].GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal("{}", replies[1].GetProperty("result").GetRawText());
    }

    [Fact]
    public void Call_WithProgressAsked_ReportsBeforeItAnswers()
    {
        JsonElement[] replies = Ask(Call("counts", """{"to":2}""", ""","_meta":{"progressToken":"t"}"""));

        Assert.Equal(["t", "t"], replies[..2].Select(reply => reply.GetProperty("params").GetProperty("progressToken").GetString()));
        Assert.Equal("[1,2]", replies[2].GetProperty("result").GetProperty("structuredContent").GetProperty("result").GetRawText());
    }

    [Theory]
    [InlineData("counts", """{}""", "argument to is missing; wanted integer")]
    [InlineData("counts", """{"to":1.5}""", "argument to: seen 1.5, wanted integer")]
    [InlineData("takes", """{"day":"tomorrow"}""", "argument day: seen \"tomorrow\", wanted string of the form date")]
    [InlineData("takes", """{"day":"2026-01-02","kind":"Rarely"}""", "argument kind: seen \"Rarely\", wanted one of Often, Never")]
    [InlineData("throws", """{}""", "InvalidOperationException: inner")]
    public void Call_ThatFails_SaysWhyAndNamesTheArgument(string function, string arguments, string said)
    {
        JsonElement result = Assert.Single(Ask(Call(function, arguments, ""))).GetProperty("result");

        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Equal(said, result.GetProperty("content")[0].GetProperty("text").GetString());
    }

    private static string Call(string function, string arguments, string more) =>
        $$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"{{{function}}}","arguments":{{{arguments}}}""" + more + "}}";

    private static JsonElement[] Ask(params string[] lines)
    {
        using MemoryStream source = new(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
        using MemoryStream target = new();
        Dictionary<string, Function> functions = FunctionFinder.Find("lib", [typeof(Functions)], null);
        new Server(source, target, functions, "lib", TextWriter.Null) { Alone = true }.Run();
        string[] replies = Encoding.UTF8.GetString(target.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. replies.Select(reply => JsonDocument.Parse(reply).RootElement)];
    }

    public enum Kind
    {
        Often,
        Never,
    }

    public static class Functions
    {
        [Description("Counts.")]
        public static async IAsyncEnumerable<int> CountsAsync(int to, IProgress<int> progress)
        {
            for (int i = 1; i <= to; i++)
            {
                await Task.Yield();
                progress.Report(i);
                yield return i;
            }
        }

        [Description("Takes a day.")]
        public static int Takes(DateOnly day, Kind kind = Kind.Often) => day.Day + (int)kind;

        [Description("Throws.")]
        public static int Throws() => throw new AggregateException(new InvalidOperationException("inner"));
    }
}
