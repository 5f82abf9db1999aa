namespace SkillHost.App.Cli.Doctoring;

/// <summary>How a finding is to be taken.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, and could be better.</summary>
    Warn,

    /// <summary>Something needed is missing.</summary>
    Fail,
}
