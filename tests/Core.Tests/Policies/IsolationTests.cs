using SkillHost.Skills;
using SkillHost.Tests.Skills;

namespace SkillHost.Tests.Policies;

public sealed class IsolationTests
{
    private const string Allowed = """{ "Skills": { "demo": { "AllowShared": true } } }""";
    private const string AllowedWithHosts = """
        { "Skills": { "demo": { "AllowShared": true, "AllowHosts": ["api.example.com:443"] } } }
        """;

    private const string Another = """
          - name: other
            description: Another.
            inputSchema: { type: object }
            command: [x]
        """;

    [Theory]
    [InlineData("isolation: shared", "{}", "isolation: seen \"shared\", wanted fresh or session, since the operator does not allow")]
    [InlineData("isolation: shared\nwarm: 1", Allowed, "warm: seen 1, wanted 0, since only isolation fresh keeps containers waiting")]
    [InlineData("isolation: session\nwarm: 1", "{}", "warm: seen 1, wanted 0, since only isolation fresh keeps containers waiting")]
    [InlineData(
        "isolation: shared\nnetwork: { allowHosts: [\"api.example.com:443\"] }", AllowedWithHosts,
        "isolation: seen \"shared\" and allowHosts, wanted fresh or session, since connections are counted and allowed call by call")]
    public async Task Compile_ContainerThatOutlivesCallsWithWhatItCannotHave_IsRefused(string lines, string operatorSays, string expected)
    {
        SkillFailure failure = Assert.Single((await new PolicyHost(operatorSays).CompileAsync(Manifest.With(lines))).Failures);

        Assert.Contains(expected, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("isolation: shared", Allowed)]
    [InlineData("isolation: session", "{}")]
    [InlineData("isolation: session\nnetwork: { allowHosts: [\"api.example.com:443\"] }", AllowedWithHosts)]
    [InlineData("isolation: fresh\nnetwork: { allowHosts: [\"api.example.com:443\"] }", AllowedWithHosts)]
    public async Task Compile_WhatItMayHave_IsCompiled(string lines, string operatorSays) =>
        Assert.Empty((await new PolicyHost(operatorSays).CompileAsync(Manifest.With(lines))).Failures);

    [Theory]
    [InlineData("limits: { timeout: 3s, output: 1k }", "session", true)]
    [InlineData("limits: { memory: 64m }", "session", false)]
    [InlineData("limits: { memory: 64m }", "fresh", true)]
    public async Task Compile_FunctionsThatDiffer_MayDoSoInWhatIsTheCallsOwn(string own, string isolation, bool fits)
    {
        string manifest = $"{Manifest.Least.TrimEnd()}\n{Another}\n    {own}\nisolation: {isolation}\n";

        IReadOnlyList<SkillFailure> failures = (await new PolicyHost().CompileAsync(manifest)).Failures;

        Assert.Equal(fits ? [] : ["isolation"], failures.Select(failure => failure.Path));
    }
}
