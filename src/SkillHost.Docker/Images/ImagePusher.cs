using SkillHost.Containers;
using SkillHost.Docker.Registries;
using SkillHost.Docker.Streams;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Images;

/// <summary>Pushes images to registries.</summary>
internal sealed class ImagePusher(EngineHttp http, RegistryCredentials credentials, TimeSpan timeout)
{
    public async Task PushAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var image = ImageReference.Parse(reference);
        if (image.IsDigest || image.Tag.Length == 0)
        {
            throw new EngineException(EngineFailure.BadRequest, $"\"{reference}\" cannot be pushed; wanted registry/repository:tag");
        }

        var request = EngineRequest.Post(EnginePath.WithQuery($"/images/{image.Repository}/push", ("tag", image.Tag)));
        using var reply = await http.SendAsync(
            request with { Timeout = timeout, RegistryLogin = credentials.HeaderFor(reference) }, cancellationToken);
        try
        {
            await using var body = await reply.OpenAsync();
            await foreach (var message in JsonLines.ReadAsync(body, ImagesJson.Default.ProgressBody, reply.Token))
            {
                if (message.Error is { } error)
                {
                    string reason = error.Message ?? "the engine gave no reason";
                    throw new EngineException(EngineFailure.Broken, $"push of {reference}: {reason}");
                }

                message.ReportTo(progress);
            }
        }
        catch (Exception fault) when (reply.Explains(fault, out var explained))
        {
            throw explained;
        }
    }
}
