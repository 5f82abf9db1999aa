using System.CommandLine;

namespace SkillHost.App.Cli.Audit;

/// <summary><c>skillhost audit</c>: what was called, and whether the log of it is whole.</summary>
internal sealed class AuditCommand : Command
{
    public AuditCommand(Terminal terminal, GlobalOptions options)
        : base("audit", "Show the audit log, or check that nobody has changed it")
    {
        Subcommands.Add(new AuditShowCommand(terminal, options));
        Subcommands.Add(new AuditVerifyCommand(terminal, options));
    }
}
