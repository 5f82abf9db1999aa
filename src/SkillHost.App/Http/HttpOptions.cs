using System.ComponentModel.DataAnnotations;

namespace SkillHost.App.Http;

/// <summary>How <c>skillhost serve</c> listens, and whom it serves. Section <c>Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>
    /// Address to listen at: <c>http://</c>, an IP address or <c>localhost</c>, and a port; port 0 takes any free one. Default
    /// <c>http://127.0.0.1:7040</c>.
    /// </summary>
    public string Listen { get; set; } = "http://127.0.0.1:7040";

    /// <summary>Whether <see cref="Listen"/> may be an address that other machines reach. Default no.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Names and addresses, without port, by which callers may reach it beside the loopback's and its own. Default none.</summary>
    public IList<string> AllowedHosts { get; set; } = [];

    /// <summary>Origins, such as <c>https://console.example</c>, whose pages may call; any other is refused. Default none.</summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Whether calls need no token; only for an address that no other machine reaches. Default no.</summary>
    public bool NoAuth { get; set; }

    /// <summary>The token of the caller <c>default</c>, 32 to 512 characters; null for the one in <see cref="TokenFile"/>.</summary>
    public string? Token { get; set; }

    /// <summary>
    /// File with the token of the caller <c>default</c>, made with a new one where it is not there; null for <c>http-token</c> in the
    /// state folder.
    /// </summary>
    public string? TokenFile { get; set; }

    /// <summary>Further callers by name, each with a token of its own. Default none.</summary>
    public IDictionary<string, HttpTokenOptions> Tokens { get; } = new Dictionary<string, HttpTokenOptions>(StringComparer.Ordinal);

    /// <summary>Connections at once; further ones are closed. Default 512; 1–65536.</summary>
    [Range(1, 65_536)]
    public int MaxConnections { get; set; } = 512;

    /// <summary>Time in which the headers of a request have to arrive. Default 10 s; 1 s–10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time in which the body of a request has to arrive. Default 30 s; 1 s–10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time after which an idle connection is closed. Default 2 min; 1 s–1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromMinutes(2);
}
