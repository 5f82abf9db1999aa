using System.Text.Json;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Docker.Tests.Interpreter;

/// <summary>The Python interpreter as an agent uses it: piece by piece, in a conversation.</summary>
public sealed class InterpreterTests(InterpreterFixture fixture) : IClassFixture<InterpreterFixture>
{
    private const string Kept = "; the variables are kept\n";
    private const string Gone = "it was started anew, its variables are gone";

    [Fact]
    public async Task Run_PieceByPiece_VariablesSurviveInTheirOwnSessionAlone()
    {
        using InterpreterSession session = fixture.Open();
        using InterpreterSession stranger = fixture.Open();

        InvocationResult assigned = await session.RunAsync("x = 6\ndef double(n): return {'n': [2 * n]}");
        InvocationResult value = await session.RunAsync("print('out'); import sys; print('err', file=sys.stderr)\ndouble(x)");
        InvocationResult other = await session.RunAsync("import fractions; fractions.Fraction(x, 4)");
        InvocationResult elsewhere = await stranger.RunAsync("x");

        AssertRan(assigned, "null", "");
        AssertRan(value, """{"n":[12]}""", "dict");
        Assert.Equal(("out\n", "err\n"), (Text(value, "stdout"), Text(value, "stderr")));
        AssertRan(other, "\"Fraction(3, 2)\"", "fractions.Fraction");
        Assert.Contains("NameError: name 'x' is not defined", Text(elsewhere, "error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Raises_GivesTheTracebackOfTheCodeAloneAndGoesOn()
    {
        using InterpreterSession session = fixture.Open();
        await session.RunAsync("import json\ndef load(text):\n    return json.loads(text)");

        InvocationResult raised = await session.RunAsync(
            "before = 1\ntry:\n    load('{')\nexcept ValueError as e:\n    raise KeyError('k') from e");
        InvocationResult syntax = await session.RunAsync("1 +");
        InvocationResult left = await session.RunAsync("import sys; sys.exit(3)");
        InvocationResult after = await session.RunAsync("before");

        string error = Text(raised, "error");
        Assert.Matches(
            @"^Traceback .*\n  File ""<input 2>"", line 3, in <module>\n    load\('\{'\)\n  File ""<input 1>"", line 3, in load\n    return json",
            error);
        Assert.EndsWith("KeyError: 'k'\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("kernel.py", error, StringComparison.Ordinal);
        Assert.DoesNotContain("/usr/", error, StringComparison.Ordinal);
        Assert.EndsWith("SyntaxError: invalid syntax\n", Text(syntax, "error"), StringComparison.Ordinal);
        Assert.EndsWith("SystemExit: 3\n", Text(left, "error"), StringComparison.Ordinal);
        AssertRan(after, "1", "int");
    }

    [Fact]
    public async Task Run_Draws_EveryFigureComesBackAsPng()
    {
        using InterpreterSession session = fixture.Open();

        InvocationResult result = await session.RunAsync("""
            import matplotlib.pyplot as plt, numpy as np
            plt.plot(np.sin(np.arange(9))); plt.show()
            plt.figure(); plt.bar([1, 2], [3, 4])
            fig, ax = plt.subplots()
            np.float64(1.5)
            """);
        InvocationResult none = await session.RunAsync("plt.get_fignums()");

        AssertRan(result, "1.5", "numpy.float64");
        Assert.Equal(("", "", ""), (Text(result, "stdout"), Text(result, "stderr"), Text(result, "error")));
        Assert.Equal(["text", "image", "image", "image"], result.Content.Select(piece => piece.Type));
        Assert.All(result.Content.Skip(1), piece => Assert.StartsWith("iVBORw0KGgo", piece.Data, StringComparison.Ordinal));
        Assert.Equal(3, result.Content.Skip(1).Select(piece => piece.Data).Distinct().Count());
        AssertRan(none, "[]", "list");
    }

    [Fact]
    public async Task Run_PastItsTimeoutOrCancelled_IsInterruptedAndKeepsItsVariables()
    {
        using InterpreterSession session = fixture.Open();
        using CancellationTokenSource cancel = new();
        InvocationOptions narrowed = new() { Narrowing = new PolicyNarrowing { Timeout = TimeSpan.FromSeconds(2) } };
        InvocationOptions cancels = new() { OnEvent = async (_, _) => await cancel.CancelAsync() };

        InvocationResult late = await session.CallAsync("run", new { code = "a = 1\nwhile True: pass", timeout = 1 });
        InvocationResult asleep = await session.CallAsync("run", new { code = "b = 2\nimport time; time.sleep(60)", timeout = 1 });
        InvocationResult stopped = await session.RunAsync("c = 3\nwhile True: pass", narrowed);
        InvocationResult cancelled = await session.RunAsync("d = 4; print(d)\nwhile True: pass", cancels, cancel.Token);
        InvocationResult after = await session.RunAsync("[a, b, c, d]");

        Assert.All([late, asleep], result => Assert.EndsWith(
            "KeyboardInterrupt\ninterrupted after 1 s" + Kept, Text(result, "error"), StringComparison.Ordinal));
        Assert.Equal((InvocationStatus.TimedOut, InvocationStatus.Cancelled), (stopped.Status, cancelled.Status));
        AssertRan(after, "[1,2,3,4]", "list");
    }

    [Theory]
    [InlineData(
        "print('words'); import os; os._exit(7)",
        "was ended by the code with exit code 7; " + Gone + "; the last that it printed:\nwords")]
    [InlineData("import ctypes; ctypes.string_at(0)", "was killed by SIGSEGV; " + Gone)]
    [InlineData("import os; os.closerange(0, 100)", "could not go on, as the code broke or closed what it answers with; " + Gone)]
    [InlineData(
        "kept = []\nwhile True: kept.append(bytearray(32 << 20))",
        "was killed, as when it wants more memory than the skill has; " + Gone)]
    [InlineData(
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        "was interrupted after 1 s and did not stop; " + Gone)]
    public async Task Break_TheInterpreter_IsToldAndItIsStartedAnew(string code, string said)
    {
        using InterpreterSession session = fixture.Open();
        await session.RunAsync("x = 1");

        double timeout = code.Contains("SIG_IGN", StringComparison.Ordinal) ? 1 : 20;
        InvocationResult broken = await session.CallAsync("run", new { code, timeout });
        InvocationResult after = await session.RunAsync("'x' in globals()");

        Assert.Equal(InvocationStatus.Failed, broken.Status);
        Assert.Equal("python-interpreter.run failed: the interpreter " + said, broken.Error?.TrimEnd());
        AssertRan(after, "false", "bool");
    }

    [Fact]
    public async Task Misuse_OutputForksThreadsAndDescriptors_LeavesTheSessionWhole()
    {
        using InterpreterSession session = fixture.Open();

        InvocationResult flood = await session.RunAsync("x = 1\nimport sys\nfor i in range(100): sys.stdout.write('y' * 1_000_000)");
        InvocationResult forked = await session.RunAsync(
            "import os\npid = os.fork()\nif pid: os.waitpid(pid, 0)\nprint('child' if pid == 0 else 'parent')");
        InvocationResult thread = await session.RunAsync(
            "import threading\ngo = threading.Event(); said = threading.Event()\n"
            + "def late():\n    go.wait(); print('from the thread'); said.set()\nthreading.Thread(target=late).start()");
        InvocationResult heard = await session.RunAsync("go.set(); said.wait()");
        InvocationResult closed = await session.RunAsync("os.close(1); os.close(2)\nx = 2");
        InvocationResult meddled = await session.RunAsync("import skillhost");
        InvocationResult after = await session.RunAsync("print('back'); x");

        Assert.Matches("^y{32768}\n… 99967232 more bytes were dropped$", Text(flood, "stdout"));
        Assert.Equal("child\nparent\n", Text(forked, "stdout"));
        AssertRan(thread, "null", "");
        Assert.Equal("from the thread\n", Text(heard, "stdout"));
        AssertRan(closed, "null", "");
        Assert.Contains("ModuleNotFoundError", Text(meddled, "error"), StringComparison.Ordinal);
        AssertRan(after, "2", "int");
        Assert.Equal("back\n", Text(after, "stdout"));
    }

    [Fact]
    public async Task KillServer_FromTheCode_EndsTheSessionAndTheNextCallIsToldSo()
    {
        using InterpreterSession session = fixture.Open();

        InvocationResult killed = await session.RunAsync("import os; os.kill(os.getppid(), 9)");
        InvocationResult after = await session.RunAsync("1");

        Assert.Equal(InvocationStatus.Failed, killed.Status);
        Assert.Equal(InvocationStatus.Unavailable, after.Status);
        Assert.Contains("its server ended", after.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_AfterVariables_ForgetsThem()
    {
        using InterpreterSession session = fixture.Open();
        await session.RunAsync("import math\nclass A: pass\na, _b = A(), 1.5");

        InvocationResult before = await session.CallAsync("variables", new { });
        InvocationResult reset = await session.CallAsync("reset", new { });
        InvocationResult after = await session.CallAsync("variables", new { });

        Assert.Equal(
            """[{"name":"math","type":"module"},{"name":"A","type":"type"},{"name":"a","type":"A"},{"name":"_b","type":"float"}]""",
            before.Value?.GetRawText());
        Assert.Equal(InvocationStatus.Ok, reset.Status);
        Assert.Equal("[]", after.Value?.GetRawText());
    }

    private static void AssertRan(InvocationResult result, string value, string type)
    {
        Assert.True(result.Status == InvocationStatus.Ok, result.Error);
        string seen = result.Value!.Value.GetProperty("value").GetRawText();
        Assert.Equal(("", value, type), (Text(result, "error"), seen, Text(result, "type")));
    }

    private static string Text(InvocationResult result, string name)
    {
        Assert.True(result.Status == InvocationStatus.Ok, result.Error);
        JsonElement value = result.Value!.Value;
        return value.GetProperty(name).GetString()!;
    }
}
