using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Core.Tests.Functions;

public sealed class SkillFunctionsTests
{
    [Fact]
    public void Create_NamesOfTheirOwn_MakesAllInOrder()
    {
        FunctionSet set = Create([.. Callables.Make("csv-summary", "summarise", "head"), Callables.Make("csv", "summary_head")]);

        Assert.Empty(set.Failures);
        Assert.Equal(["csv-summary_summarise", "csv-summary_head", "csv_summary_head"], set.Functions.Select(f => f.Name));
    }

    // Neither skill nor function names allow this today; the check must not rest on that.
    [Fact]
    public void Create_TwoReadingsOfOneToolName_MakesNeitherAndNamesBoth()
    {
        FunctionSet set = Create([Callables.Make("a_b", "c"), Callables.Make("a", "b_c"), Callables.Make("x", "y")]);

        Assert.Equal(["x.y"], set.Functions.Select(f => f.QualifiedName));
        Assert.Equal(
            [
                "a_b/skill.yaml(9,11): functions[0].name: seen tool name a_b_c, which a.b_c has too",
                "a/skill.yaml(9,11): functions[0].name: seen tool name a_b_c, which a_b.c has too",
            ],
            set.Failures.Select(f => f.ToString().Split(", wanted a name of its own, letter case aside")[0]));
    }

    [Fact]
    public void Create_TwoSkillsWithOnePluginName_MakesNoFunctionOfEither()
    {
        FunctionSet set = Create([.. Callables.Make("a-b", "c", "d"), Callables.Make("a_b", "e"), Callables.Make("x", "y")]);

        Assert.Equal(["x.y"], set.Functions.Select(f => f.QualifiedName));
        Assert.Equal(
            [
                "a-b/skill.yaml(2,7): name: seen plugin name a_b, which a_b has too, wanted a name of its own",
                "a_b/skill.yaml(2,7): name: seen plugin name a_b, which a-b has too, wanted a name of its own",
            ],
            set.Failures.Select(f => f.ToString()));
    }

    [Fact]
    public void Create_FunctionsThatDifferInLetterCaseOnly_MakesNeither()
    {
        FunctionSet set = Create([.. Callables.Make("a", "sum", "Sum", "mean")]);

        Assert.Equal(["a.mean"], set.Functions.Select(f => f.QualifiedName));
        Assert.Equal(2, set.Failures.Count);
        Assert.Equal("functions[1].name", set.Failures[1].Path);
    }

    [Fact]
    public void Create_OrderOfCallablesChanges_ChangesNoName()
    {
        Callable[] callables =
            [Callables.Make(new string('a', 64), "f"), Callables.Make("b", new string('g', 64)), Callables.Make("c", "h")];

        IEnumerable<string> names = Create(callables).Functions.Select(f => f.Name);
        IEnumerable<string> reversed = Create([.. callables.Reverse()]).Functions.Select(f => f.Name).Reverse();

        Assert.Equal(names, reversed);
    }

    private static FunctionSet Create(IReadOnlyList<Callable> callables) =>
        SkillFunctions.Create(callables, new FakeInvoker(new InvocationResult { Status = InvocationStatus.Ok, InvocationId = "1" }));
}
