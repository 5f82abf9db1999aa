using System.Text.Json;
using System.Threading;

namespace SkillHost.Runner;

#pragma warning disable CA1001 // A source without a timer holds nothing, and may be cancelled after its call has ended.
/// <summary>One call under way.</summary>
public sealed class Call
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly IOutput _output;
    private readonly string? _progressToken;
    private int _answered;

    /// <summary>A call with the id and the token for progress as JSON, which go back as they came.</summary>
    public Call(IOutput output, string id, JsonElement parameters)
    {
        _output = output;
        Id = id;
        bool meta = parameters.TryGetProperty("_meta", out JsonElement given) && given.ValueKind == JsonValueKind.Object;
        _progressToken = meta && given.TryGetProperty("progressToken", out JsonElement token) ? token.GetRawText() : null;
    }

    /// <summary>Id of the request, as JSON.</summary>
    public string Id { get; }

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>Ends the wait for it.</summary>
    public void Cancel()
    {
        if (TryAnswer())
        {
            _output.Error(Id, -32000, "cancelled");
        }

        // What waits for it runs elsewhere: whoever reads requests goes on reading.
        _ = _cancel.CancelAsync();
    }

    /// <summary>Whether the caller is still to be answered; once.</summary>
    public bool TryAnswer() => Interlocked.Exchange(ref _answered, 1) == 0;

    /// <summary>Reports progress where the caller asked for it.</summary>
    public void Progress(double progress, double? total, string? message)
    {
        if (_progressToken is null || Volatile.Read(ref _answered) != 0 || !double.IsFinite(progress))
        {
            return;
        }

        _output.Notify("notifications/progress", writer =>
        {
            writer.WritePropertyName("progressToken");
            writer.WriteRawValue(_progressToken);
            writer.WriteNumber("progress", progress);
            if (total is { } all && double.IsFinite(all))
            {
                writer.WriteNumber("total", all);
            }

            if (message is not null)
            {
                writer.WriteString("message", message);
            }
        });
    }
}
