using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SkillHost.App.Cli;
using SkillHost.Sandboxes;

namespace SkillHost.App.Http.Access;

/// <summary>Who may call, by token. Keeps hashes only.</summary>
internal sealed class Callers
{
    /// <summary>Who has the one token, or calls where none is asked for.</summary>
    public const string Default = "default";

    /// <summary>Name of the token's file in the state folder.</summary>
    public const string FileName = "http-token";

    private readonly List<(string Name, byte[] Hash)> _known = [];

    /// <summary>Reads all tokens, and makes the file of the first. Throws <see cref="UsageException"/>.</summary>
    public Callers(IOptions<HttpOptions> options, StateFolder state)
    {
        HttpOptions http = options.Value;
        if (http.NoAuth)
        {
            return;
        }

        if (http.Token is null)
        {
            File = Path.GetFullPath(http.TokenFile is { Length: > 0 } named ? named : Path.Combine(state.Path, FileName));
        }

        Add(Default, File is null ? http.Token! : TokenFile.ReadOrMake(File)); // Not null: there is no file only where it is given.
        foreach ((string name, HttpTokenOptions one) in http.Tokens)
        {
            Add(name, one.File is { Length: > 0 } file ? TokenFile.Read(Path.GetFullPath(file)) : one.Token!); // One is given: checked.
        }
    }

    /// <summary>Whether a token is asked for.</summary>
    public bool AreAsked => _known.Count > 0;

    /// <summary>Absolute path of the file with the token of <see cref="Default"/>; null where it is in none.</summary>
    public string? File { get; }

    /// <summary>Whose token it is, or null. Takes the same time for every token that is nobody's.</summary>
    public string? Find(string token)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        string? found = null;
        foreach ((string name, byte[] known) in _known)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, known) ? name : found;
        }

        return found;
    }

    private void Add(string name, string token)
    {
        if (Find(token) is { } other)
        {
            throw new UsageException($"the callers {other} and {name} have the same token, wanted one for each");
        }

        _known.Add((name, SHA256.HashData(Encoding.UTF8.GetBytes(token))));
    }
}
