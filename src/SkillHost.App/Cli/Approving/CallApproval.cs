using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Approvals;
using SkillHost.Functions;
using SkillHost.Policies;

namespace SkillHost.App.Cli.Approving;

/// <summary>Asks the person at the terminal before a call for which the operator's rules ask.</summary>
internal sealed class CallApproval(Terminal terminal)
{
    private readonly Option<bool> _yes = new("--yes") { Description = "Approve the call where the operator's rules ask" };

    /// <summary>Adds the option to the verb.</summary>
    public void AddTo(Command command) => command.Options.Add(_yes);

    /// <summary>
    /// Who approves the call, or null where nobody is asked or nobody says yes: the host then decides, and has it on record.
    /// </summary>
    public async Task<string?> ReadAsync(
        ParseResult parse, Session session, SkillFunction function, PolicyNarrowing? narrowing, CancellationToken cancellationToken)
    {
        if (PolicyOf(session, function, narrowing) is not { } policy)
        {
            return null;
        }

        ApprovalVerdict verdict = session.Get<ApprovalRules>().Decide(function.Callable.Skill, function.Callable.Function, policy);
        if (verdict.Decision != ApprovalDecision.Ask)
        {
            return null;
        }

        if (parse.GetValue(_yes))
        {
            return $"{CliCaller.Name} with --yes";
        }

        return await AskAsync(function, policy, verdict, cancellationToken) ? $"{CliCaller.Name} at the terminal" : null;
    }

    private async Task<bool> AskAsync(
        SkillFunction function, SandboxPolicy policy, ApprovalVerdict verdict, CancellationToken cancellationToken)
    {
        if (!terminal.InputIsTerminal || !terminal.ErrorIsTerminal)
        {
            await terminal.Error.WriteLineAsync(
                $"skillhost: {function.QualifiedName} needs approval, and there is no terminal to ask at; --yes approves the call");
            return false;
        }

        await terminal.Error.WriteLineAsync($"{function.QualifiedName}: {SafeText.CleanLine(function.Description)}");
        await terminal.Error.WriteLineAsync($"  may: {verdict.Facts}");
        foreach (MountGrant mount in policy.Mounts)
        {
            await terminal.Error.WriteLineAsync($"  folder {mount.Name} at {mount.Target}: {(mount.Writable ? "read and write" : "read")}");
        }

        await terminal.Error.WriteLineAsync($"  limits: {Limits.Of(policy)}");
        await terminal.Error.WriteAsync($"{char.ToUpperInvariant(verdict.Rule[0])}{verdict.Rule[1..]} asks. Run it? [y/N] ");
        string? answer = await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    // Null for a narrowing that the host will refuse.
    private static SandboxPolicy? PolicyOf(Session session, SkillFunction function, PolicyNarrowing? narrowing)
    {
        try
        {
            return narrowing is null
                ? function.Callable.Policy
                : session.Get<IPolicyCompiler>().Narrow(function.Callable.Policy, narrowing);
        }
        catch (PolicyDeniedException)
        {
            return null;
        }
    }
}
