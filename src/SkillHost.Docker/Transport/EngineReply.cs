using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SkillHost.Containers;

namespace SkillHost.Docker.Transport;

/// <summary>The engine's answer, still under its request's deadline.</summary>
internal sealed class EngineReply(HttpResponseMessage message, Deadline deadline, EngineLink link, string title) : IDisposable
{
    /// <summary>Cancelled by the caller or by the deadline; every read of <see cref="OpenAsync"/> goes under it.</summary>
    public CancellationToken Token => deadline.Token;

    /// <summary>The body as it comes.</summary>
    public Task<Stream> OpenAsync() => message.Content.ReadAsStreamAsync(Token);

    /// <summary>The body as one JSON value.</summary>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type)
    {
        try
        {
            await using var body = await OpenAsync();
            return await JsonSerializer.DeserializeAsync(body, type, Token)
                ?? throw new EngineException(EngineFailure.Broken, $"{title}: the engine answered null");
        }
        catch (Exception fault) when (Explains(fault, out var explained))
        {
            throw explained;
        }
    }

    /// <summary>Whether a fault met while reading is the engine's or the deadline's, and what to throw for it.</summary>
    public bool Explains(Exception fault, out EngineException explained)
    {
        explained = null!; // set whenever the answer is yes
        if (fault is OperationCanceledException && deadline.Passed)
        {
            explained = EngineFaults.TimedOut(deadline.Limit, link.Address, title);
            return true;
        }

        if (fault is EngineException || !EngineFaults.IsAboutTheLine(fault))
        {
            return false;
        }

        explained = EngineFaults.Explain(fault, link.Address, title);
        return true;
    }

    public void Dispose()
    {
        message.Dispose();
        deadline.Dispose();
    }
}
