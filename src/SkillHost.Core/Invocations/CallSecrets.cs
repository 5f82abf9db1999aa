using SkillHost.Secrets.Redaction;

namespace SkillHost.Invocations;

/// <summary>The secrets of one call, and what blacks them out of whatever comes back. Without secrets nothing is done.</summary>
/// <param name="Values">Values by the names they have inside.</param>
/// <param name="Redactor">Blacks them out, or null where there are none.</param>
internal sealed record CallSecrets(IReadOnlyDictionary<string, string> Values, Redactor? Redactor)
{
    /// <summary>No secrets.</summary>
    public static CallSecrets None { get; } = new(new Dictionary<string, string>(), null);

    /// <summary>A process's output without secrets.</summary>
    public Stream Guard(Stream output) => Redactor?.Wrap(output) ?? output;

    /// <summary>An observer that is shown no secrets.</summary>
    public Func<InvocationEvent, CancellationToken, ValueTask>? Guard(Func<InvocationEvent, CancellationToken, ValueTask>? observer) =>
        Redactor is null || observer is null ? observer : (happened, token) => observer(Redact(happened), token);

    /// <summary>A result without secrets; the bytes of artifacts are left as they are.</summary>
    public InvocationResult Redact(InvocationResult result) => Redactor is not { } redactor ? result : result with
    {
        Value = result.Value is { } value ? redactor.Json(value) : null,
        Error = result.Error is { } error ? redactor.Text(error) : null,
        Stdout = redactor.Text(result.Stdout),
        Stderr = redactor.Text(result.Stderr),
        Content = [.. result.Content.Select(content => Redact(content, redactor))],
        Network = result.Network with
        {
            Reached = [.. result.Network.Reached.Select(redactor.Text)],
            Denied = [.. result.Network.Denied.Select(redactor.Text)],
        },
        Artifacts = [.. result.Artifacts.Select(artifact => artifact with { Name = redactor.Text(artifact.Name) })],
        LeftFiles = [.. result.LeftFiles.Select(left => left with { Name = redactor.Text(left.Name) })],
    };

    /// <inheritdoc />
    public override string ToString() => $"{Values.Count} secrets";

    private static InvocationContent Redact(InvocationContent content, Redactor redactor) => content with
    {
        Text = redactor.Text(content.Text),
        Data = content.Data is { } data ? redactor.Text(data) : null,
        Uri = content.Uri is { } uri ? redactor.Text(uri) : null,
        Name = content.Name is { } name ? redactor.Text(name) : null,
        MimeType = content.MimeType is { } type ? redactor.Text(type) : null,
    };

    // Never null: only called where there is one.
    private InvocationEvent Redact(InvocationEvent happened) => happened switch
    {
        OutputEvent output => output with { Text = Redactor!.Text(output.Text) },
        ProgressEvent { Message: { } message } progress => progress with { Message = Redactor!.Text(message) },
        _ => happened,
    };
}
