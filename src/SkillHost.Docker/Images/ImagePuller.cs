using System.Text.Json;
using SkillHost.Containers;
using SkillHost.Docker.Images.Bodies;
using SkillHost.Docker.Streams;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Images;

/// <summary>Pulls images from registries.</summary>
internal sealed class ImagePuller(EngineHttp http, TimeSpan timeout)
{
    public async Task PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var image = ImageReference.Parse(reference);
        var path = image.IsDigest
            ? EnginePath.WithQuery("/images/create", ("fromImage", image.Text))
            : EnginePath.WithQuery("/images/create", ("fromImage", image.Repository), ("tag", TagOf(image)));
        try
        {
            using var reply = await http.SendAsync(EngineRequest.Post(path) with { Timeout = timeout }, cancellationToken);
            await ReadAsync(reply, reference, progress);
        }
        catch (EngineException fault) when (fault.InnerException is null && fault.Failure is EngineFailure.Broken or EngineFailure.NotFound)
        {
            throw NotFound(reference, fault.Message, fault);
        }
    }

    // Without a tag the engine would pull every one of them.
    private static string TagOf(ImageReference image) => image.Tag.Length > 0 ? image.Tag : "latest";

    private static async Task ReadAsync(EngineReply reply, string reference, IProgress<string> progress)
    {
        try
        {
            await using var body = await reply.OpenAsync();
            await foreach (var message in JsonLines.ReadAsync(body, ImagesJson.Default.ProgressBody, reply.Token))
            {
                if (message.Error is { } error)
                {
                    throw Explain(reference, error);
                }

                Report(message, progress);
            }
        }
        catch (Exception fault) when (reply.Explains(fault, out var explained))
        {
            throw explained;
        }
    }

    // Counters of bytes come many times a second and are told in words by the messages around them.
    private static void Report(ProgressBody message, IProgress<string> progress)
    {
        if (message.Status is { } status && !HasCounter(message))
        {
            progress.Report(message.Id is { Length: > 0 } layer ? $"{layer}: {status}" : status);
        }
    }

    private static bool HasCounter(ProgressBody message) =>
        message.Detail is { ValueKind: JsonValueKind.Object } detail && detail.EnumerateObject().Any();

    private static EngineException Explain(string reference, ProgressErrorBody error)
    {
        var message = error.Message ?? "the engine gave no reason";
        return EngineErrors.IsOutOfDisk(message)
            ? new EngineException(EngineFailure.OutOfDisk, $"pull of {reference}: {message}")
            : NotFound(reference, message, inner: null);
    }

    private static EngineException NotFound(string reference, string message, Exception? inner) =>
        new(EngineFailure.NotFound, $"no registry gave the engine {reference}: {message}", inner);
}
