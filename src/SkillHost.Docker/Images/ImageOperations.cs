using SkillHost.Containers;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Images;

/// <summary>Finds, lists, names and removes images.</summary>
internal sealed class ImageOperations(EngineHttp http)
{
    public async Task<ImageInfo?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/images/{ImageReference.Parse(reference).Text}/json");
        return await http.FindAsync(request, ImagesJson.Default.ImageBody, cancellationToken) is { } body ? ImageMapper.Map(body) : null;
    }

    public async Task<IReadOnlyList<ImageInfo>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var filters = EngineFilters.Write(("label", EngineFilters.Labels(labels)));
        var request = EngineRequest.Get(EnginePath.WithQuery("/images/json", ("filters", filters)));
        var rows = await http.ReadAsync(request, ImagesJson.Default.IReadOnlyListImageRowBody, cancellationToken);
        return [.. rows.Select(ImageMapper.Map)];
    }

    public Task TagAsync(string image, string reference, CancellationToken cancellationToken)
    {
        var target = ImageReference.Parse(reference);
        if (target.IsDigest || target.Tag.Length == 0)
        {
            throw new EngineException(EngineFailure.BadRequest, $"\"{reference}\" is no name for an image; wanted repository:tag");
        }

        var path = EnginePath.WithQuery(
            $"/images/{ImageReference.Parse(image).Text}/tag", ("repo", target.Repository), ("tag", target.Tag));
        return http.DoAsync(EngineRequest.Post(path), cancellationToken);
    }

    public async Task RemoveAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            await http.DoAsync(EngineRequest.Delete($"/images/{ImageReference.Parse(reference).Text}"), cancellationToken);
        }
        catch (EngineException fault) when (fault.Failure == EngineFailure.NotFound)
        {
            // Somebody was quicker; it is gone, which is what was asked.
        }
    }
}
