using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SkillHost.Containers;
using SkillHost.Docker.Containers;
using SkillHost.Docker.Images.Bodies;
using SkillHost.Docker.Streams;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Images;

/// <summary>Builds images with the classic builder, whose steps can be bounded.</summary>
internal sealed partial class ImageBuilder(
    EngineHttp http, ImageOperations images, ContainerOperations containers, TimeProvider time, ILogger<ImageBuilder> logger)
{
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CleanUpPause = TimeSpan.FromMilliseconds(25);

    public async Task<ImageInfo> BuildAsync(
        ImageBuildSpec spec, Stream context, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var transcript = new BuildTranscript(progress);
        try
        {
            var id = await RunAsync(spec, context, transcript, cancellationToken);
            return await images.FindAsync(id, cancellationToken)
                ?? throw new EngineException(EngineFailure.Broken, $"build of {spec.Tag}: the engine does not know what it built ({id})");
        }
        catch (EngineException fault)
        {
            await WaitUntilGoneAsync(transcript.Containers);
            throw Explain(fault, spec, transcript);
        }
        catch (OperationCanceledException)
        {
            await WaitUntilGoneAsync(transcript.Containers);
            throw;
        }
    }

    private async Task<string> RunAsync(
        ImageBuildSpec spec, Stream context, BuildTranscript transcript, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post(BuildQuery.Write(spec)) with { Content = () => Wrap(context), Timeout = spec.Timeout };
        using var reply = await SendAsync(request, cancellationToken);
        string? id = null;
        try
        {
            await using var body = await reply.OpenAsync();
            await foreach (var message in JsonLines.ReadAsync(body, ImagesJson.Default.ProgressBody, reply.Token))
            {
                transcript.Append(message.Stream ?? (message.Status is { } status ? status + "\n" : ""));
                id = ReadId(message) ?? id;
                if (message.Error is { } error)
                {
                    throw Fail(error.Message ?? "the engine gave no reason");
                }
            }
        }
        catch (Exception fault) when (reply.Explains(fault, out var explained))
        {
            throw explained;
        }
        finally
        {
            transcript.End();
        }

        return id ?? throw new EngineException(EngineFailure.Broken, "the engine ended the build without a result");
    }

    // Refusals before the first step are about the Dockerfile or its context, whatever status the engine gives them.
    private async Task<EngineReply> SendAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (EngineException fault) when (fault.InnerException is null
            && fault.Failure is EngineFailure.BadRequest or EngineFailure.NotFound or EngineFailure.Broken)
        {
            throw new EngineException(EngineFailure.BuildFailed, fault.Message, fault);
        }
    }

    private static string? ReadId(ProgressBody message) =>
        message.Aux is { ValueKind: JsonValueKind.Object } aux && aux.TryGetProperty("ID", out var id) ? id.GetString() : null;

    // A step that failed is quoted in the message, so a Dockerfile could put these words there.
    private static EngineException Fail(string message) => new(
        EngineErrors.IsOutOfDisk(message) && !message.StartsWith("The command ", StringComparison.Ordinal)
            ? EngineFailure.OutOfDisk
            : EngineFailure.BuildFailed,
        message);

    private static EngineException Explain(EngineException fault, ImageBuildSpec spec, BuildTranscript transcript)
    {
        var message = fault.Failure == EngineFailure.TimedOut
            ? $"build of {spec.Tag}: not done after {spec.Timeout.TotalSeconds:0.###} s"
            : $"build of {spec.Tag}: {fault.Message}";
        return new EngineException(fault.Failure, message, fault) { OutputTail = transcript.Tail };
    }

    private static StreamContent Wrap(Stream context)
    {
        var content = new StreamContent(context);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
        return content;
    }

    // The engine removes the container of a broken-off step by itself, a little after the connection is closed.
    private async Task WaitUntilGoneAsync(IReadOnlyCollection<string> started)
    {
        using var deadline = new CancellationTokenSource(CleanUpTimeout, time);
        try
        {
            foreach (var container in started)
            {
                while (await containers.FindAsync(container, deadline.Token) is not null)
                {
                    await Task.Delay(CleanUpPause, time, deadline.Token);
                }
            }
        }
        catch (Exception fault) when (fault is EngineException or OperationCanceledException)
        {
            Log.NotGone(logger, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Warning, "A container of a broken-off build may still be there")]
        public static partial void NotGone(ILogger logger, Exception fault);
    }
}
