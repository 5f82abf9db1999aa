using System.Globalization;
using SkillHost.Containers;
using SkillHost.Docker.Images.Bodies;

namespace SkillHost.Docker.Images;

/// <summary>Translates the engine's words about images.</summary>
internal static class ImageMapper
{
    public static ImageInfo Map(ImageBody body) => new()
    {
        Id = body.Id,
        Tags = ReadTags(body.RepoTags),
        Labels = body.Config?.Labels ?? new Dictionary<string, string>(),
        SizeBytes = body.Size,
        CreatedAt = DateTimeOffset.TryParse(body.Created, CultureInfo.InvariantCulture, out var created) ? created : default,
        Environment = ReadEnvironment(body.Config?.Env ?? []),
        WorkingDirectory = body.Config?.WorkingDir ?? "",
        Volumes = [.. body.Config?.Volumes?.Keys ?? []],
        OnBuild = body.Config?.OnBuild ?? [],
    };

    public static ImageInfo Map(ImageRowBody row) => new()
    {
        Id = row.Id,
        Tags = ReadTags(row.RepoTags),
        Labels = row.Labels ?? new Dictionary<string, string>(),
        SizeBytes = row.Size,
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(row.Created),
    };

    // Engines before 24 name what has no name.
    private static IReadOnlyList<string> ReadTags(IReadOnlyList<string>? tags) =>
        [.. (tags ?? []).Where(tag => tag != "<none>:<none>")];

    private static Dictionary<string, string> ReadEnvironment(IReadOnlyList<string> variables)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            var split = variable.IndexOf('=');
            environment[split < 0 ? variable : variable[..split]] = split < 0 ? "" : variable[(split + 1)..];
        }

        return environment;
    }
}
