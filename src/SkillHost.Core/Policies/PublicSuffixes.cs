namespace SkillHost.Policies;

/// <summary>
/// Domains below which strangers have names of their own, so that a wildcard there would stand for everybody: those of the machine's list
/// (<see cref="PublicSuffixList"/>), and, whether it has one or not, the ones that matter most.
/// </summary>
internal static class PublicSuffixes
{
    /// <summary>What is wanted in place of a wildcard that is refused.</summary>
    public const string Wanted = "a wildcard below a domain of one owner; anybody can have a name below this one";

    private static readonly Lazy<PublicSuffixList> OfSystem = new(PublicSuffixList.OfSystem);

    private static readonly HashSet<string> SecondLevels =
    [
        "ac", "asn", "co", "com", "csiro", "edu", "go", "gob", "gov", "gouv", "gv", "id", "in", "ind", "info", "ltd", "me", "mil", "ne",
        "net", "nhs", "nic", "nom", "or", "org", "plc", "police", "pro", "res", "sch", "school", "web",
    ];

    private static readonly HashSet<string> Shared =
    [
        "amplifyapp.com", "appspot.com", "azure-api.net", "azureedge.net", "azurestaticapps.net", "azurewebsites.net", "blogspot.com",
        "cloudapp.net", "cloudfront.net", "cloudfunctions.net", "codeberg.page", "deno.dev", "duckdns.org", "dyndns.org",
        "firebaseapp.com", "firebaseio.com", "fly.dev", "github.dev", "github.io", "githubpreview.dev", "githubusercontent.com",
        "gitlab.io", "glitch.me", "herokuapp.com", "loca.lt", "localhost.run", "netlify.app", "ngrok-free.app", "ngrok-free.dev",
        "ngrok.app", "ngrok.dev", "ngrok.io", "nip.io", "no-ip.org", "on.aws", "onrender.com", "pages.dev", "pipedream.net", "r2.dev",
        "railway.app", "readthedocs.io", "repl.co", "replit.app", "replit.dev", "requestcatcher.com", "run.app", "serveo.net", "sslip.io",
        "streamlit.app", "supabase.co", "surge.sh", "translate.goog", "trycloudflare.com", "up.railway.app", "vercel.app", "web.app",
        "webhook.site", "wordpress.com", "workers.dev", "xip.io",
    ];

    // Whole trees of shared places: buckets, functions and machines of everybody.
    private static readonly string[] Trees =
    [
        "amazonaws.com", "amazonaws.com.cn", "aliyuncs.com", "backblazeb2.com", "cloudapp.azure.com", "core.windows.net",
        "digitaloceanspaces.com", "googleapis.com", "linodeobjects.com", "wasabisys.com",
    ];

    /// <summary>Whether strangers can have names directly below <paramref name="domain"/>.</summary>
    public static bool Holds(string domain)
    {
        string[] labels = domain.Split('.');
        return labels.Length < 2
            || (labels.Length == 2 && labels[1].Length == 2 && SecondLevels.Contains(labels[0]))
            || Shared.Contains(domain)
            || OfSystem.Value.Holds(domain)
            || Trees.Any(tree => domain == tree || domain.EndsWith('.' + tree, StringComparison.Ordinal));
    }
}
