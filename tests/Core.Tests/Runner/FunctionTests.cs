using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.Runner;
using SkillHost.Schemas;

namespace SkillHost.Core.Tests.Runner;

/// <summary>Methods become functions: names, schemas, and what cannot be one.</summary>
public sealed class FunctionTests
{
    [Fact]
    public void Find_MarkedMethods_AreNamedAsTheirAttributeOrThemselves()
    {
        Dictionary<string, Function> functions = FunctionFinder.Find("lib", [typeof(Marked)], null);
        Dictionary<string, Function> described = FunctionFinder.Find("lib", [typeof(Described)], null);
        Dictionary<string, Function> wanted = FunctionFinder.Find("lib", [typeof(Described)], ["tree"]);

        Assert.Equal(["given", "add_months"], functions.Keys);
        Assert.Equal("Adds months.", functions["add_months"].Tool["description"]?.ToString());
        Assert.Equal(["tree", "bounded", "maybe", "given_by_the_runner"], described.Keys);
        Assert.Equal("tree", Assert.Single(wanted.Keys));
    }

    [Fact]
    public void Schema_OfEveryFunction_IsOneThatTheHostCompiles()
    {
        foreach (Function function in FunctionFinder.Find("lib", [typeof(Described)], null).Values)
        {
            JsonObject tool = function.Tool;
            JsonSchema.Compile(JsonSerializer.SerializeToElement(tool["inputSchema"]));
            JsonSchema.Compile(JsonSerializer.SerializeToElement(tool["outputSchema"]));
        }
    }

    [Fact]
    public void Schema_OfATypeWithinItself_RefersToWhereItStands()
    {
        Function tree = FunctionFinder.Find("lib", [typeof(Described)], ["tree"])["tree"];

        string input = tree.Tool["inputSchema"]!["properties"]!["root"]!.ToJsonString();
        string output = tree.Tool["outputSchema"]!.ToJsonString();

        Assert.Contains("\"$ref\":\"#/properties/root\"", input, StringComparison.Ordinal);
        Assert.Contains("\"$ref\":\"#\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_OfAttributesAndNulls_SaysThem()
    {
        Dictionary<string, Function> functions = FunctionFinder.Find("lib", [typeof(Described)], null);

        Assert.Equal(
            """{"type":"integer","minimum":1,"maximum":9,"default":3}""", Property(functions["bounded"], "number"));
        Assert.Equal("""{"type":"string","description":"A name.","pattern":"^(?:[a-z]\u002B)$","maxLength":5}""",
            Property(functions["bounded"], "name"));
        Assert.Equal("""{"type":["string","null"]}""", Property(functions["maybe"], "note"));
        Assert.Equal("""{"type":["string","null"],"enum":["Left","Right",null]}""", Property(functions["maybe"], "side"));
        Assert.Equal(
            """["object","null"]""", functions["maybe"].Tool["outputSchema"]!["properties"]!["result"]!["type"]!.ToJsonString());
        Assert.Empty(functions["given_by_the_runner"].Tool["inputSchema"]!["properties"]!.AsObject());
    }

    [Theory]
    [InlineData(typeof(Nobody), "there is no public method with [Description] or [KernelFunction]")]
    [InlineData(typeof(TakesType), "TakesType.Take: parameter type: seen Type, wanted what JSON can say")]
    [InlineData(typeof(TakesInterface), "TakesInterface.Take: parameter services: seen IServiceProvider, wanted what JSON can say")]
    [InlineData(typeof(TakesReference), "TakesReference.Take: parameter count: seen Int32&, wanted what JSON can say")]
    [InlineData(typeof(Generic), "Generic.Take: seen a generic method")]
    [InlineData(typeof(Twice), "seen two functions take (Twice.Take and Twice.Take), wanted names that differ")]
    [InlineData(typeof(CannotBeMade), "CannotBeMade.Take: seen a class that cannot be made")]
    public void Find_WhatNoCallerCouldUse_IsRefusedByName(Type type, string said)
    {
        RefusedException refused = Assert.Throws<RefusedException>(() => FunctionFinder.Find("lib", [type], null));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_FunctionOfTheManifestThatIsNot_IsRefusedWithThoseThereAre()
    {
        RefusedException refused = Assert.Throws<RefusedException>(() => FunctionFinder.Find("lib", [typeof(Marked)], ["given", "x"]));

        Assert.Equal("lib: there is no function x, which the manifest lists; seen given, add_months", refused.Message);
    }

    private static string Property(Function function, string name) => function.Tool["inputSchema"]!["properties"]![name]!.ToJsonString();

    public enum Side
    {
        Left,
        Right,
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class KernelFunctionAttribute(string? name = null) : Attribute
    {
        public string? Name { get; } = name;
    }

    public sealed record Node(string Name, List<Node>? Children = null);

    public sealed class Marked
    {
        [KernelFunction("given"), Description("Named.")]
        public static string Named() => "";

        [KernelFunction, Description("Adds\n  months.")]
        public static Task<string> AddMonthsAsync(int months) => Task.FromResult($"{months}");

        [Description("No function beside those.")]
        public static string Other() => "";
    }

    public static class Described
    {
        [Description("Gives it back.")]
        public static Node Tree(Node root) => root;

        [Description("Takes what is bounded.")]
        public static int Bounded(
            [Description("A name."), RegularExpression("[a-z]+"), MaxLength(5)] string name, [Range(1, 9)] int number = 3) =>
            number + name.Length;

        [Description("Takes what may be nothing.")]
        public static Node? Maybe(string? note = null, Side? side = null) => side is null && note is not null ? new Node(note) : null;

        [Description("Takes nothing from a caller.")]
        public static int GivenByTheRunner(IProgress<double> progress, CancellationToken cancellationToken) => progress is null ? 0 : 1;
    }

    public static class Nobody
    {
        public static int One() => 1;
    }

    public static class TakesType
    {
        [Description("Takes.")]
        public static void Take(Type type) => ArgumentNullException.ThrowIfNull(type);
    }

    public static class TakesInterface
    {
        [Description("Takes.")]
        public static void Take(IServiceProvider services) => ArgumentNullException.ThrowIfNull(services);
    }

    public static class TakesReference
    {
        [Description("Takes.")]
        public static void Take(ref int count) => count++;
    }

    public static class Generic
    {
        [Description("Takes.")]
        public static string Take<T>(T value) => $"{value}";
    }

    public static class Twice
    {
        [Description("Takes.")]
        public static int Take(int one) => one;

        [Description("Takes.")]
        public static string Take(string one) => one;
    }

    public sealed class CannotBeMade(int one)
    {
        [Description("Takes.")]
        public int Take() => one;
    }
}
