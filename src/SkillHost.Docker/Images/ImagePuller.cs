using SkillHost.Containers;
using SkillHost.Docker.Images.Bodies;
using SkillHost.Docker.Registries;
using SkillHost.Docker.Streams;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Images;

/// <summary>Pulls images from registries.</summary>
internal sealed class ImagePuller(EngineHttp http, RegistryCredentials credentials, TimeSpan timeout)
{
    public async Task PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var image = ImageReference.Parse(reference);
        var path = image.IsDigest
            ? EnginePath.WithQuery("/images/create", ("fromImage", image.Text))
            : EnginePath.WithQuery("/images/create", ("fromImage", image.Repository), ("tag", TagOf(image)));
        try
        {
            EngineRequest request = EngineRequest.Post(path) with { Timeout = timeout, RegistryLogin = credentials.HeaderFor(reference) };
            using var reply = await http.SendAsync(request, cancellationToken);
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

                message.ReportTo(progress);
            }
        }
        catch (Exception fault) when (reply.Explains(fault, out var explained))
        {
            throw explained;
        }
    }

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
