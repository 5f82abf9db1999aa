namespace SkillHost.Docker.Transport;

/// <summary>One request to the engine.</summary>
internal sealed record EngineRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>Path and query below the version, such as <c>/containers/json?all=1</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Makes the body, or null for none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Login at a registry that the engine passes on, or null; never part of a message or a log.</summary>
    public string? RegistryLogin { get; init; }

    /// <summary>Time for the whole exchange, or null for the ordinary one.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the limit ends once the answer begins, because the answer goes on for as long as it is read.</summary>
    public bool Endless { get; init; }

    /// <summary>The request in a message; without the query, which can be long.</summary>
    public string Title => $"{Method} {(Path.IndexOf('?') is var cut and >= 0 ? Path[..cut] : Path)}";

    /// <summary>Whether repeating the request changes nothing.</summary>
    public bool IsIdempotent => Method == HttpMethod.Get || Method == HttpMethod.Delete;

    public static EngineRequest Get(string path) => new() { Method = HttpMethod.Get, Path = path };

    public static EngineRequest Post(string path) => new() { Method = HttpMethod.Post, Path = path };

    public static EngineRequest Delete(string path) => new() { Method = HttpMethod.Delete, Path = path };
}
