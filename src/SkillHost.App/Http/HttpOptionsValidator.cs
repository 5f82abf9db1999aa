using Microsoft.Extensions.Options;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Http.Access;

namespace SkillHost.App.Http;

/// <summary>What attributes cannot say about <see cref="HttpOptions"/>. Tokens are never shown.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    private const string Section = "SkillHost:" + HttpServices.Section;

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        string[] failures = [.. OfAddress(options), .. OfHosts(options), .. OfTokens(options)];
        return failures.Length > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> OfAddress(HttpOptions options)
    {
        if (ListenAddress.TryParse(options.Listen) is not { } address)
        {
            yield return $"{Section}:Listen: seen {Quoted(options.Listen)}, wanted {ListenAddress.Form}";
            yield break;
        }

        if (address.IsLoopback)
        {
            yield break;
        }

        if (!options.AllowRemote)
        {
            yield return $"{Section}:Listen: seen {address}, which other machines reach, wanted a loopback address, or AllowRemote";
        }

        if (options.NoAuth)
        {
            yield return $"{Section}:NoAuth: seen True with {address}, which other machines reach, wanted a loopback address, or tokens";
        }

        if (address.IsAny && options.AllowedHosts.Count == 0)
        {
            yield return $"{Section}:AllowedHosts: seen none, wanted the names or addresses by which callers reach {address}";
        }
    }

    private static IEnumerable<string> OfHosts(HttpOptions options)
    {
        foreach (string host in options.AllowedHosts.Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown))
        {
            yield return $"{Section}:AllowedHosts: seen {Quoted(host)}, wanted a name or an address without port, such as skills.example";
        }

        foreach (string origin in options.AllowedOrigins.Where(origin => !IsOrigin(origin)))
        {
            yield return $"{Section}:AllowedOrigins: seen {Quoted(origin)}, wanted an origin such as https://console.example";
        }
    }

    private static IEnumerable<string> OfTokens(HttpOptions options)
    {
        if (options.NoAuth && (options.Token is not null || options.TokenFile is not null || options.Tokens.Count > 0))
        {
            yield return $"{Section}:NoAuth: seen True beside tokens, which nobody would then need, wanted one of the two";
        }

        if (options.Token is { } token && !TokenText.IsRight(token))
        {
            yield return $"{Section}:Token: seen {token.Length} characters, wanted {TokenText.Form}";
        }

        foreach ((string caller, HttpTokenOptions one) in options.Tokens)
        {
            if (!TokenText.IsName(caller) || caller == Callers.Default)
            {
                yield return $"{Section}:Tokens: seen {Quoted(caller)}, wanted {TokenText.NameForm}, other than {Callers.Default}";
            }
            else if (string.IsNullOrEmpty(one.Token) == string.IsNullOrEmpty(one.File))
            {
                string seen = string.IsNullOrEmpty(one.Token) ? "neither" : "both";
                yield return $"{Section}:Tokens:{caller}: seen {seen} of Token and File, wanted one";
            }
            else if (one.Token is { Length: > 0 } given && !TokenText.IsRight(given))
            {
                yield return $"{Section}:Tokens:{caller}:Token: seen {given.Length} characters, wanted {TokenText.Form}";
            }
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
        && text.Equals(uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);

    private static string Quoted(string text) => $"'{SafeText.CleanLine(text)}'";
}
