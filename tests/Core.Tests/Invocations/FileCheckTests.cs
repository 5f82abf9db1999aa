using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Core.Tests.Invocations;

public sealed class FileCheckTests
{
    private static readonly SandboxPolicy Policy = CallHost.Policy with { Limits = CallHost.Policy.Limits with { InBytes = 64 << 10 } };

    public static TheoryData<string, string[]> Wrong() => new()
    {
        { "a name that may not be", ["../x"] },
        { "a name that may not be", ["/etc/passwd"] },
        { "twice", ["a", "a"] },
        { "as a file and as a folder", ["a/b", "a"] },
        { "at most 256", [.. Enumerable.Range(0, 257).Select(i => $"f{i}")] },
        { "each rounded up to 4096", [.. Enumerable.Range(0, 17).Select(i => $"f{i}")] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Call_WrongFiles_RefusedBeforeAnyContainer(string words, string[] names)
    {
        await using CallHost host = new();

        InvocationResult result = await CallAsync(host, Policy, names);
        InvocationResult control = await CallAsync(host, Policy, "a", "b/c");

        Assert.Equal(InvocationStatus.InvalidArguments, result.Status);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Equal(InvocationStatus.Ok, control.Status);
        Assert.Single(host.Engine.Made);
    }

    [Fact]
    public async Task Call_FunctionThatTakesNone_Refused()
    {
        await using CallHost host = new();

        InvocationResult result = await CallAsync(host, CallHost.Policy, "a");

        Assert.Equal(InvocationStatus.InvalidArguments, result.Status);
        Assert.Contains("takes no files", result.Error, StringComparison.Ordinal);
        Assert.Empty(host.Engine.Made);
    }

    [Fact]
    public async Task Call_FileShorterThanItSaid_Refused()
    {
        await using CallHost host = new();
        InvocationFile file = new("a", 5, _ => ValueTask.FromResult<Stream>(new MemoryStream([1, 2])));

        InvocationResult result = await host.CallAsync(
            function: CallHost.Function(policy: Policy), options: new InvocationOptions { Files = [file] });

        Assert.Equal(InvocationStatus.InvalidArguments, result.Status);
        Assert.Contains("a has changed", result.Error, StringComparison.Ordinal);
    }

    private static Task<InvocationResult> CallAsync(CallHost host, SandboxPolicy policy, params string[] names) => host.CallAsync(
        function: CallHost.Function(policy: policy),
        options: new InvocationOptions { Files = [.. names.Select(name => InvocationFile.FromBytes(name, new byte[] { 1 }))] });
}
