using System.Text.Json;
using SkillHost.Invocations;

namespace SkillHost.Core.Tests.Invocations;

public sealed class InvocationJsonTests
{
    [Theory]
    [InlineData(InvocationStatus.Ok, "ok")]
    [InlineData(InvocationStatus.InvalidArguments, "invalid_arguments")]
    [InlineData(InvocationStatus.TimedOut, "timed_out")]
    [InlineData(InvocationStatus.OutOfMemory, "out_of_memory")]
    public void Status_IsWritten_InSnakeCase(InvocationStatus status, string name)
    {
        Assert.Equal($"\"{name}\"", JsonSerializer.Serialize(status, InvocationJson.Options));
        Assert.Equal(name, InvocationJson.NameOf(status));
    }

    [Fact]
    public void Result_IsWritten_WithEveryNameAndControlCharactersEscaped()
    {
        InvocationResult result = new() { Status = InvocationStatus.Failed, InvocationId = "0", Stdout = "é\u001b[2J\u009b" };

        string json = JsonSerializer.Serialize(result, InvocationJson.Options);

        string[] names = [.. JsonElement.Parse(json).EnumerateObject().Select(property => property.Name)];
        string[] wanted =
        [
            "status", "value", "content", "stdout", "stderr", "truncated", "exitCode", "durationMs", "phases", "usage", "network",
            "artifacts", "invocationId",
        ];
        Assert.Empty(wanted.Except(names));
        Assert.Contains("é", json, StringComparison.Ordinal);
        Assert.DoesNotContain(json, char.IsControl);
    }

    [Fact]
    public void Events_AreWritten_WithTheirType()
    {
        InvocationEvent[] events = [new OutputEvent("stdout", "x"), new ProgressEvent(1, 2, null)];

        Assert.Equal(
            """[{"type":"output","stream":"stdout","text":"x"},{"type":"progress","progress":1,"total":2,"message":null}]""",
            JsonSerializer.Serialize(events, InvocationJson.Options));
    }
}
