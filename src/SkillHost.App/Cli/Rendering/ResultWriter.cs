using System.Text;
using System.Text.Json;
using SkillHost.Invocations;

namespace SkillHost.App.Cli.Rendering;

/// <summary>Writes one call as it runs and as it ends: the result on standard output, everything else on standard error.</summary>
/// <param name="terminal">The streams.</param>
/// <param name="filesAreKept">Whether there is a folder for the files that a call leaves.</param>
internal sealed class ResultWriter(Terminal terminal, bool filesAreKept)
{
    private bool _lineOpen;

    /// <summary>Shows what the function writes to standard error, and its progress where a person watches.</summary>
    public ValueTask ShowEventAsync(InvocationEvent happened, CancellationToken cancellationToken)
    {
        switch (happened)
        {
            case OutputEvent { Stream: "stderr" } log:
                terminal.Error.Write(SafeText.Clean(log.Text));
                _lineOpen = !log.Text.EndsWith('\n');
                break;
            case ProgressEvent progress when terminal.ErrorIsLive:
                EndLine();
                terminal.Error.WriteLine(Describe(progress));
                break;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Writes the event as one line of JSON.</summary>
    public ValueTask StreamEventAsync(InvocationEvent happened, CancellationToken cancellationToken)
    {
        Json.WriteLine(terminal.Out, happened);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes the last line of a stream.</summary>
    public void StreamResult(InvocationResult result) => Json.WriteLine(terminal.Out, new { type = "result", result });

    /// <summary>Writes the whole result.</summary>
    public void WriteJson(InvocationResult result) => Json.Write(terminal.Out, result);

    /// <summary>Writes the value, or as much output as there was and the reason it is no value.</summary>
    public void Write(InvocationResult result)
    {
        EndLine();
        if (!result.Sandboxed)
        {
            terminal.Error.WriteLine("skillhost: this call ran WITHOUT A SANDBOX, as the host's own user");
        }

        WriteOutput(result.IsOk && result.Value is { } value ? Format(value) : result.Stdout);
        if (result.Truncated)
        {
            terminal.Error.WriteLine(
                $"skillhost: output was cut; it was {Amount.Bytes(result.StdoutBytes)} and {Amount.Bytes(result.StderrBytes)} of logs");
        }

        WriteFiles(result);
        if (!result.IsOk)
        {
            string reason = SafeText.Clean(result.Error ?? "no reason given");
            terminal.Error.WriteLine($"skillhost: {InvocationJson.NameOf(result.Status)}: {reason}");
        }
    }

    private void WriteFiles(InvocationResult result)
    {
        foreach (InvocationArtifact file in result.Artifacts)
        {
            string kept = file.Path is { } path ? $"is in {path}"
                : filesAreKept ? "was left, and could not be kept"
                : "was left; --out DIR keeps it";
            terminal.Error.WriteLine($"skillhost: {SafeText.CleanLine(file.Name)} ({file.MediaType}, {Amount.Bytes(file.Bytes)}) {kept}");
        }

        foreach (LeftFile left in result.LeftFiles)
        {
            terminal.Error.WriteLine($"skillhost: {SafeText.CleanLine(left.Name)} does not come back: it {left.Reason}");
        }
    }

    /// <summary>Text as it is; other JSON indented for people and as written for programs.</summary>
    private string Format(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        _ when terminal.OutputIsTerminal => PrettyJson.Format(value),
        _ => value.GetRawText(),
    };

    private void WriteOutput(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        terminal.Out.Write(terminal.OutputIsTerminal ? SafeText.Clean(text) : text);
        if (!text.EndsWith('\n'))
        {
            terminal.Out.WriteLine();
        }
    }

    private void EndLine()
    {
        if (_lineOpen)
        {
            terminal.Error.WriteLine();
            _lineOpen = false;
        }
    }

    private static string Describe(ProgressEvent progress)
    {
        StringBuilder text = new("… ");
        text.Append(progress.Total is { } total and > 0 ? FormattableString.Invariant($"{progress.Progress:0.##}/{total:0.##}")
            : FormattableString.Invariant($"{progress.Progress:0.##}"));
        return progress.Message is { } message ? text.Append(' ').Append(SafeText.CleanLine(message)).ToString() : text.ToString();
    }
}
