using System.Collections.Concurrent;
using System.Text.Json;
using SkillHost.Functions;
using SkillHost.Invocations;
using SkillHost.Sandboxes.Held;
using SkillHost.Skills;

namespace SkillHost.Docker.Tests.Servers;

/// <summary>Plain functions of Node modules, known by the comments before them.</summary>
public sealed class NodeTests(ServerFixture fixture) : ServerTest(fixture)
{
    [Fact]
    public void Function_OfComment_HasItsSchemas()
    {
        SkillFunction area = Host.Function("js-derived.area");

        Assert.Equal("Works out the area of a box.", area.Description);
        AssertJson(
            """
            {
              "type": "object",
              "properties": {
                "box": {
                  "type": "object",
                  "properties": {
                    "width": { "type": "number", "description": "In metres." },
                    "height": { "type": "number", "description": "In metres.", "default": 1 },
                    "labels": { "type": "array", "items": { "type": "string" } },
                    "inner": { "type": ["object", "null"] }
                  },
                  "required": ["width"], "additionalProperties": false, "description": "The box."
                },
                "unit": { "type": "string", "enum": ["m", "ft"], "description": "What it is measured in.", "default": "m" },
                "digits": { "type": "integer" }
              },
              "required": ["box"], "additionalProperties": false
            }
            """,
            area.JsonSchema);
        AssertJson(
            """{ "anyOf": [{ "type": "string", "enum": ["m", "ft"] }, { "type": "null" }] }""",
            area.ReturnJsonSchema!.Value.GetProperty("properties").GetProperty("from"));
    }

    [Fact]
    public void Module_WithTrapsAndValues_ListsItsFunctionsAlone()
    {
        IEnumerable<string> names = Host.Catalog.Functions.Select(function => function.QualifiedName)
            .Where(name => name.StartsWith("js-derived.", StringComparison.Ordinal));

        Assert.Equal(
            ["scale", "area", "pets", "count", "prints", "pipes", "picture", "waits", "wasTold", "wrong", "fails", "read"],
            names.Select(name => name.Split('.')[1]));
    }

    [Fact]
    public async Task Call_ByPlaceOrTakenApart_ArgumentsArriveAsTheFunctionExpectsThem()
    {
        ConcurrentQueue<InvocationEvent> events = new();
        InvocationResult area = await CallAsync("js-derived.area", new { box = new { width = 2.5 }, digits = 3 }, Collecting(events));
        InvocationResult wrong = await CallAsync("js-derived.area", new { box = new { height = 2 }, unit = "mile" });
        InvocationResult pets = await CallAsync(
            "js-derived.pets", new { name = "Ada", born = "1815-12-10T00:00:00Z", pets = new[] { new { kind = "cat" } } });
        InvocationResult count = await CallAsync("js-derived.count", new { to = "3" });
        InvocationResult scaled = await CallAsync("js-derived.scale", new { by = new[] { 1, 2 } });

        AssertJson("""{ "area": 2.5, "from": "m" }""", area.Value!.Value);
        Assert.Equal(new ProgressEvent(1, 2, "half"), Assert.Single(events.OfType<ProgressEvent>()));
        Assert.Contains("digits: 3", area.Stderr, StringComparison.Ordinal);
        Assert.Equal(InvocationStatus.InvalidArguments, wrong.Status);
        Assert.Equal("Ada, 1815: cat", pets.Value?.GetString());
        AssertJson("[0, 1, 2]", count.Value!.Value);
        AssertJson("[2, 4]", scaled.Value!.Value);
    }

    [Fact]
    public async Task Print_InEveryWayAndForgingAnswers_GoesToTheLogAndNoChildHasTheProtocol()
    {
        InvocationResult prints = await CallAsync("js-derived.prints");
        InvocationResult pipes = await CallAsync("js-derived.pipes");

        Assert.Equal("the result", prints.Value?.GetString());
        Assert.Equal(3, prints.Stderr.Split("forged").Length - 1);
        Assert.StartsWith("printed by the import\n", prints.Stderr, StringComparison.Ordinal);
        Assert.Contains("from a child\n", prints.Stderr, StringComparison.Ordinal);
        Assert.Equal("", prints.Stdout);
        AssertJson("""["0", "1", "2", "3"]""", pipes.Value!.Value);
    }

    [Fact]
    public async Task Result_WithContentBesideIt_IsBoth()
    {
        InvocationResult result = await CallAsync("js-derived.picture");

        Assert.Equal(7, result.Value?.GetInt32());
        Assert.Equal(["text", "image", "resource", "resource_link"], result.Content.Select(piece => piece.Type));
        Assert.Equal(("iVBORw==", "image/png"), (result.Content[1].Data, result.Content[1].MimeType));
        Assert.Equal(("a,b\n", "text/csv"), (result.Content[2].Text, result.Content[2].MimeType));
    }

    [Fact]
    public async Task Cancel_FunctionThatWaitsForIt_IsTold()
    {
        using CancellationTokenSource cancel = new();
        InvocationOptions options = new() { Session = "told", OnEvent = async (_, _) => await cancel.CancelAsync() };

        InvocationResult before = await CallAsync("js-derived.wasTold", options: new() { Session = "told" });
        InvocationResult waits = await CallAsync("js-derived.waits", options: options, cancellationToken: cancel.Token);
        InvocationResult after = await CallAsync("js-derived.wasTold", options: new() { Session = "told" });
        bool ended = Host.Get<ISessions>().End(new SkillName("js-derived"), new SessionId(options.Caller, "told"));

        Assert.Equal(InvocationStatus.Cancelled, waits.Status);
        Assert.True(ended);
        Assert.Equal((false, true), (before.Value?.GetBoolean(), after.Value?.GetBoolean()));
    }

    [Fact]
    public async Task Misbehave_ThrowOrGiveAnotherKind_FailsWithoutTheRunnersFrames()
    {
        InvocationResult fails = await CallAsync("js-derived.fails");
        InvocationResult wrong = await CallAsync("js-derived.wrong");

        Assert.Matches(@"^js-derived.fails failed: RangeError: too far \(js-derived.mjs, line \d+, in fails\)$", fails.Error);
        Assert.Contains("at fails (file:///skill/js-derived.mjs", fails.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain(".skillhost-runner", fails.Stderr, StringComparison.Ordinal);
        Assert.Equal(InvocationStatus.InvalidOutput, wrong.Status);
    }

    [Fact]
    public async Task Derive_UnclearTypes_AreRefusedWithWhatWasSeen()
    {
        (string Source, string Said)[] cases =
        [
            ("export function f(a) {}", "f: seen no description, wanted a comment"),
            ("/** F. */ export function f(a) {}", "f: parameter a: seen no @param, wanted a type such as {string}"),
            (Documented("{Foo} a"), "f: parameter a: seen {Foo}, which is neither"),
            (Documented("{Map<string, number>} a"), "f: parameter a: seen {Map}, which"),
            (Documented("{(x: string) => void} a"), "f: parameter a: seen {(x: string) => void}, a function; wanted"),
            (Documented("{string & number} a"), "a type made of several"),
            (Documented("{{b: }} a"), "} where a type should stand"),
            (Documented("a"), "f: parameter a: seen no type; wanted"),
            (Documented("{string} b"), "f: seen @param b, wanted the names that the function has: a"),
            (Documented("{...string} a", "...a"), "f: seen ...a, wanted parameters with names of their own"),
            (Documented("{object} a", "{ b }"), "f: parameter a: seen {object}, wanted an object whose properties are known"),
            (Documented("{string} a", "a", "@returns {WeakMap}"), "f: @returns: seen {WeakMap}, which"),
            ("/** @callback Done */" + Documented("{Done} a"), "f: parameter a: seen {Done}, a function"),
            ("/** F. */ export const f = Math.max.bind(null)", "f: seen a function without code"),
            ("export const a = 1, b = class {}", "there is no exported function"),
            (Documented("{integer[]} [a=[1, 2]] - A - b."),
                """[{"a":{"type":"array","items":{"type":"integer"},"description":"A - b.","default":[1,2]}}]"""),
            (Documented("{{x?: Record<string, ?boolean>}} a"), """{"type":"object","additionalProperties":{"type":["boolean","null"]}}"""),
        ];

        InvocationResult result = await CallAsync("js-derived.read", new { sources = cases.Select(c => c.Source) });

        string[] said = [.. result.Value!.Value.EnumerateArray().Select(e => e.GetString()!)];
        Assert.All(cases.Zip(said), pair => Assert.Contains(pair.First.Said, pair.Second, StringComparison.Ordinal));
    }

    private static string Documented(string parameter, string written = "a", string more = "") =>
        $"/**\n * F.\n * @param {parameter}\n * {more}\n */\nexport function f({written}) {{}}";

    private static void AssertJson(string wanted, JsonElement seen) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(wanted), seen), seen.GetRawText());
}
