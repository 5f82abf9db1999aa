using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Text;

namespace SkillHost.Runner;

/// <summary>Has the machine code of a call made before the first call is there.</summary>
internal static class Rehearsal
{
    private const int Calls = 3;

    /// <summary>Serves calls of a function of its own, to nobody.</summary>
    public static void Run()
    {
        StringBuilder requests = new("""{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"2025-11-25"}}""" + "\n");
        requests.Append("""{"jsonrpc":"2.0","id":0,"method":"tools/list"}""").Append('\n');
        for (int i = 0; i < Calls; i++)
        {
            requests.Append("{\"jsonrpc\":\"2.0\",\"id\":").Append(i).Append(
                ",\"method\":\"tools/call\",\"params\":{\"name\":\"add\",\"arguments\":{\"text\":\"a\",\"number\":1},\"_meta\":{\"progressToken\":1}}}\n");
        }

        Function add = new("add", typeof(Rehearsal).GetMethod(nameof(Add))!, null); // Not null: the method below.
        Function say = new("say", typeof(Rehearsal).GetMethod(nameof(Say))!, null);
        Dictionary<string, Function> functions = new() { ["add"] = add, ["say"] = say };
        using MemoryStream source = new(Encoding.UTF8.GetBytes(requests.ToString()));
        new Server(source, Stream.Null, functions, "", TextWriter.Null) { Alone = true }.Run();
    }

    /// <summary>Adds.</summary>
    [Description("Adds.")]
    public static double Add(string text, double number, IProgress<double> progress, int more = 1)
    {
        progress.Report(1);
        return text.Length + number + more;
    }

    /// <summary>Says.</summary>
    [Description("Says.")]
    public static string Say(string text) => text;
}
