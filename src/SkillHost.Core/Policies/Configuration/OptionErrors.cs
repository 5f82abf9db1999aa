namespace SkillHost.Policies.Configuration;

/// <summary>Collects what is wrong with <see cref="PolicyOptions"/>.</summary>
internal sealed class OptionErrors
{
    private readonly List<string> _all = [];

    /// <summary>All, each once.</summary>
    public IReadOnlyList<string> All => _all;

    /// <summary>Adds one that names its key itself.</summary>
    public void Add(string error)
    {
        if (!_all.Contains(error))
        {
            _all.Add(error);
        }
    }

    /// <summary>Adds one at a key below the section.</summary>
    public void Add(string key, string seen, string wanted) => Add($"{PolicyOptions.Section}:{key}: seen {seen}, wanted {wanted}");
}
