using System.Net.Http.Json;
using System.Text.Json;

namespace SkillHost.App.Tests.Http;

public sealed class ListingTests(SampleServer sample) : IClassFixture<SampleServer>
{
    [Fact]
    public async Task Functions_OfTheServer_HaveNamesAndSchemas()
    {
        JsonElement list = await GetAsync("/v1/functions");
        JsonElement one = await GetAsync("/v1/functions/beta.add");

        JsonElement[] functions = [.. list.GetProperty("functions").EnumerateArray()];
        Assert.Equal(["alpha.run", "beta.add"], functions.Select(f => f.GetProperty("function").GetString()));
        Assert.Equal(functions[1].ToString(), one.ToString());
        Assert.Equal("beta_add", one.GetProperty("tool").GetString());
        Assert.Equal("beta", one.GetProperty("skill").GetString());
        Assert.Equal("Adds two numbers.", one.GetProperty("description").GetString());
        Assert.Equal(2, one.GetProperty("inputSchema").GetProperty("required").GetArrayLength());
        Assert.Equal("number", one.GetProperty("outputSchema").GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Object, one.GetProperty("annotations").ValueKind);
        Assert.Equal(1500, one.GetProperty("limits").GetProperty("timeoutMs").GetDouble());
    }

    [Fact]
    public async Task Skills_OfTheServer_SayWhatIsWrongWithOthersAndNoPathOfTheHost()
    {
        JsonElement list = await GetAsync("/v1/skills");

        Assert.Equal(["alpha", "beta"], list.GetProperty("skills").EnumerateArray().Select(s => s.GetProperty("skill").GetString()));
        Assert.Contains(
            list.GetProperty("failures").EnumerateArray(),
            f => f.GetProperty("file").GetString() == "gamma/skill.yaml" && f.GetProperty("line").GetInt32() > 0);
        Assert.DoesNotContain(Path.GetTempPath(), list.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_OfASkillWithFaults_Is404WithTheFaults()
    {
        using HttpResponseMessage response = await sample.Server.Client.GetAsync("/v1/functions/gamma.run");
        JsonElement problem = await response.JsonAsync();

        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.Contains("gamma/skill.yaml", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_OfTheServer_HasEveryFunctionAndNoReferenceThatLeadsNowhere()
    {
        JsonElement document = await GetAsync("/v1/openapi.json");

        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        JsonElement call = document.GetProperty("paths").GetProperty("/v1/functions/beta.add/invocations").GetProperty("post");
        JsonElement input = call.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Assert.Equal("beta_add", call.GetProperty("operationId").GetString());
        Assert.Equal("number", input.GetProperty("properties").GetProperty("a").GetProperty("type").GetString());
        Assert.Equal(
            "string", document.GetProperty("components").GetProperty("schemas").GetProperty("result").GetProperty("properties")
                .GetProperty("invocationId").GetProperty("type").GetString());
        string[] references = [.. Find(document, "$ref")];
        Assert.NotEmpty(references);
        Assert.All(
            references.Where(r => r.StartsWith("#/components/", StringComparison.Ordinal)),
            r => Assert.Equal(JsonValueKind.Object, Resolve(document, r).ValueKind));
        string[] ids = [.. Find(document, "operationId")];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Throws<KeyNotFoundException>(() => Resolve(document, "#/components/schemas/nothing"));
    }

    private Task<JsonElement> GetAsync(string path) => sample.Server.Client.GetFromJsonAsync<JsonElement>(path);

    private static JsonElement Resolve(JsonElement document, string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name));

    private static IEnumerable<string> Find(JsonElement at, string name) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(p =>
            p.Name == name && p.Value.ValueKind == JsonValueKind.String ? [p.Value.GetString()!] : Find(p.Value, name)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(item => Find(item, name)),
        _ => [],
    };
}
