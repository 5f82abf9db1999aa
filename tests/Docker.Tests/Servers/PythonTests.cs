using System.Collections.Concurrent;
using System.Text.Json;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Servers;

/// <summary>Plain Python functions in their server, in a container like any other.</summary>
public sealed class PythonTests(ServerFixture fixture) : ServerTest(fixture)
{
    [Fact]
    public void Function_OfHintsAndDocstring_HasTheirSchemas()
    {
        SkillFunction area = Host.Function("py-functions.area");

        Assert.Equal("Works out the area of a box.", area.Description);
        JsonElement properties = area.JsonSchema.GetProperty("properties");
        Assert.Equal("The box, in the unit.", properties.GetProperty("box").GetProperty("description").GetString());
        Assert.Equal("""["width"]""", properties.GetProperty("box").GetProperty("required").GetRawText());
        Assert.Equal(["m", "ft"], properties.GetProperty("unit").GetProperty("enum").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal("""["box"]""", area.JsonSchema.GetProperty("required").GetRawText());
        Assert.Equal("integer", Host.Function("py-functions.add").ReturnJsonSchema?.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Call_DataclassEnumAndDefaults_ArriveAsTheFunctionExpectsThem()
    {
        object box = new { width = 10, labels = new[] { "a" } };
        InvocationResult result = await CallAsync("py-functions.area", new { box, unit = "ft" });
        InvocationResult wrong = await CallAsync("py-functions.area", new { box = new { width = 10 }, unit = "mile" });
        InvocationResult sum = await CallAsync("py-functions.add", new { a = 40 });

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Equal(0.929, result.Value!.Value.GetProperty("area").GetDouble(), 3);
        Assert.Equal(InvocationStatus.InvalidArguments, wrong.Status);
        Assert.Equal(42, sum.Value?.GetInt32());
        Assert.True(sum.Usage.CpuMs > 0);
        Assert.True(sum.Usage.PeakMemoryBytes > 1 << 20);
    }

    [Fact]
    public async Task Print_InEveryWayAndForgingAnswers_GoesToTheLogAndNotIntoTheProtocol()
    {
        InvocationResult result = await CallAsync("py-functions.prints");

        Assert.Equal("the result", result.Value?.GetString());
        Assert.Equal(3, result.Stderr.Split("forged").Length - 1);
        Assert.StartsWith("printed by the import\n", result.Stderr, StringComparison.Ordinal);
        Assert.Contains("from a child\n", result.Stderr, StringComparison.Ordinal);
        Assert.Equal("", result.Stdout);
    }

    [Fact]
    public async Task ReadProtocol_FromTheFunctionOrItsChild_FindsNothing()
    {
        InvocationResult child = await CallAsync("py-functions.pipes");
        InvocationResult own = await CallAsync("py-functions.stdin");

        Assert.Equal("""["0","1","2","3"]""", child.Value?.GetRawText());
        Assert.Equal("''", own.Value?.GetString());
    }

    [Fact]
    public async Task Call_AsyncWithProgress_ReportsWhileItRuns()
    {
        ConcurrentQueue<InvocationEvent> events = new();

        InvocationResult result = await CallAsync("py-functions.waits", new { seconds = 0.2 }, Collecting(events));

        Assert.Equal("waited", result.Value?.GetString());
        Assert.Equal(
            Enumerable.Range(1, 4).Select(i => new ProgressEvent(i, 4, $"step {i}")), events.OfType<ProgressEvent>());
    }

    [Fact]
    public async Task Raise_Exception_FailsWithItsMessageAndPlaceInTheSkillsOwnFile()
    {
        InvocationResult result = await CallAsync("py-functions.fails", new { text = "no such column" });

        Assert.Equal(InvocationStatus.Failed, result.Status);
        Assert.Matches(@"^py-functions.fails failed: ValueError: no such column \(py_functions.py, line \d+, in fails\)$", result.Error);
        Assert.DoesNotContain(".skillhost-runner", result.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leaves", InvocationStatus.Failed, "exit code 7")]
    [InlineData("quits", InvocationStatus.Failed, "SystemExit: 3")]
    [InlineData("wrong", InvocationStatus.InvalidOutput, "misses its output schema")]
    [InlineData("eats", InvocationStatus.OutOfMemory, "128 MiB")]
    public async Task Misbehave_InTheServer_EndsInItsOwnStatus(string function, InvocationStatus status, string said)
    {
        InvocationResult result = await CallAsync($"py-functions.{function}");

        Assert.Equal(status, result.Status);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spin_PastTheDeadlineOrCancelled_IsStopped()
    {
        InvocationOptions short_ = new() { Narrowing = new() { Timeout = TimeSpan.FromMilliseconds(300) } };
        InvocationResult late = await CallAsync("py-functions.spins", options: short_);
        using CancellationTokenSource cancel = new();
        ConcurrentQueue<InvocationEvent> events = new();
        InvocationOptions options = new()
        {
            OnEvent = (e, _) =>
            {
                events.Enqueue(e);
                cancel.Cancel();
                return ValueTask.CompletedTask;
            },
        };
        InvocationResult cancelled = await CallAsync("py-functions.waits", new { seconds = 60 }, options, cancel.Token);

        Assert.Equal(InvocationStatus.TimedOut, late.Status);
        Assert.Equal(InvocationStatus.Cancelled, cancelled.Status);
        Assert.NotEmpty(events);
    }

    [Fact]
    public async Task Result_OverTheOutputLimit_IsRefusedWithBothNumbers()
    {
        InvocationResult fits = await CallAsync("py-functions.long", new { size = 200_000 });
        InvocationResult large = await CallAsync("py-functions.long", new { size = 300_000 });
        InvocationResult huge = await CallAsync("py-functions.long", new { size = 8_000_000 });

        Assert.Equal(200_000, fits.Value?.GetString()?.Length);
        Assert.Equal(InvocationStatus.InvalidOutput, large.Status);
        Assert.Matches(@"has 300\d+ bytes, at most 262144 are wanted", large.Error);
        Assert.Equal(InvocationStatus.InvalidOutput, huge.Status);
        Assert.Matches(@"has 8000\d+ bytes, at most 262144 are wanted", huge.Error);
    }

    [Fact]
    public async Task Result_PictureFileAndLink_AreContent()
    {
        InvocationResult result = await CallAsync("py-functions.picture");

        Assert.Equal(["text", "image", "resource", "resource_link"], result.Content.Select(piece => piece.Type));
        Assert.Equal(("iVBORw0KGgo=", "image/png"), (result.Content[1].Data, result.Content[1].MimeType));
        Assert.Equal(("a,b\n", "text/csv"), (result.Content[2].Text, result.Content[2].MimeType));
        Assert.Equal(("https://example.com/x", "Elsewhere."), (result.Content[3].Uri, result.Content[3].Text));
    }

    [Fact]
    public async Task Result_BesideContentOrInOwnWords_IsSaidSo()
    {
        InvocationResult beside = await CallAsync("py-functions.beside");
        InvocationResult refuses = await CallAsync("py-functions.refuses");

        Assert.Equal(7, beside.Value?.GetInt32());
        Assert.Equal(["text", "image"], beside.Content.Select(piece => piece.Type));
        Assert.Equal((InvocationStatus.Failed, "py-functions.refuses failed: not today"), (refuses.Status, refuses.Error));
    }

    [Fact]
    public async Task Derive_HintsOfEveryKind_HaveTheirSchemasOrAreRefused()
    {
        (string Source, string Said)[] cases =
        [
            ("def f(a: typing.Optional[str] = None, b: list[typing.Literal['x']] = ['x']): 'F.'",
                """[{"a":{"type":["string","null"]},"b":{"type":"array","items":{"type":"string","enum":["x"]},"default":["x"]}},null]"""),
            ("class E(enum.Enum):\n  A = 1\n  B = 2\ndef f(a: E, b: E = E.B): 'F.'",
                """[{"a":{"type":"integer","enum":[1,2]},"b":{"type":"integer","enum":[1,2],"default":2}},["a"]]"""),
            ("@dataclasses.dataclass\nclass P:\n  x: float\n  y: int = 3\n  tags: set[str] = dataclasses.field(default_factory=set)\n"
                + "def f(p: P | None, *, more: dict[str, P] = {}): 'F.'",
                """{"p":{"anyOf":[{"type":"object","properties":{"x":{"type":"number"},"y":{"type":"integer","default":3},"tags":"""
                + """{"type":"array","items":{"type":"string"},"uniqueItems":true}},"required":["x"],"additionalProperties":false},"""
                + """{"type":"null"}]},"more":{"type":"object","additionalProperties":{"type":"object","""),
            ("class T(typing.TypedDict):\n  a: int\n  b: typing.NotRequired[bool]\ndef f(t: T, when: datetime.date): 'F.'",
                """{"t":{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"boolean"}},"required":["a"],"""),
            ("def f(a: typing.Annotated[int, 'Meaning.', {'minimum': 1}]): 'F.'",
                """[{"a":{"type":"integer","description":"Meaning.","minimum":1}},["a"]]"""),
            ("def f(a: complex): 'F.'", "f: parameter a: complex cannot be written as JSON; wanted a hint such as str"),
            ("def f(a: dict[int, str]): 'F.'", "f: parameter a: a mapping whose keys are no text"),
            ("def f(a: 'Nothing'): 'F.'", "f: its type hints cannot be read (NameError"),
            ("def f(*a: int): 'F.'", "f: seen *a: int, wanted parameters with names of their own"),
            ("x = 1", "there is no public function"),
        ];

        InvocationResult result = await CallAsync("py-functions.read", new { sources = cases.Select(c => c.Source) });

        string[] said = [.. result.Value!.Value.EnumerateArray().Select(e => e.GetString()!)];
        Assert.All(cases.Zip(said), pair => Assert.Contains(pair.First.Said, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_Posture_IsThatOfEveryCall()
    {
        InvocationResult result = await CallAsync("py-functions.who");

        JsonElement who = result.Value!.Value;
        Assert.DoesNotContain("\t0", "\t" + who.GetProperty("uid").GetString(), StringComparison.Ordinal);
        Assert.Equal("0000000000000000", who.GetProperty("caps").GetString());
        Assert.Equal(("1", "2"), (who.GetProperty("privs").GetString(), who.GetProperty("seccomp").GetString()));
        Assert.Equal(("no", "lo"), (who.GetProperty("writable").GetString(), who.GetProperty("links").GetString()));
        Assert.Equal(result.InvocationId, who.GetProperty("invocation").GetString());
    }

    [Fact]
    public async Task Call_Again_FindsNothingOfTheCallBefore()
    {
        InvocationResult[] results = [await CallAsync("py-functions.state"), await CallAsync("py-functions.state")];

        Assert.All(results, result => Assert.Equal(1, result.Value?.GetInt32()));
    }
}
