using Microsoft.Extensions.AI;

namespace SkillHost.SemanticKernel.Tests.Fakes;

/// <summary>A model that calls one function and then says "finished"; keeps what it was sent.</summary>
internal sealed class ScriptedModel(string function, Dictionary<string, object?> arguments) : IChatClient
{
    /// <summary>The tools it was offered last.</summary>
    public IReadOnlyList<AITool> Tools { get; private set; } = [];

    /// <summary>What its call came to, as it was sent to the model.</summary>
    public object? Result { get; private set; }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Tools = [.. options?.Tools ?? []];
        FunctionResultContent? result = messages.SelectMany(m => m.Contents).OfType<FunctionResultContent>().LastOrDefault();
        Result = result?.Result;
        AIContent answer = result is null ? new FunctionCallContent("call-1", function, arguments) : new TextContent("finished");
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [answer])));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
