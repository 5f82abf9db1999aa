using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Containers;
using SkillHost.Sandboxes;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost ps</c>: the containers that SkillHost has on the engine now, other hosts' included.</summary>
internal sealed class PsCommand(Terminal terminal, GlobalOptions options)
    : CliCommand("ps", "List the containers of calls, of sessions and those that wait, other hosts' included", terminal, options)
{
    public override IReadOnlyList<string> Examples => ["skillhost ps", "skillhost ps --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenSession(parse);
        Dictionary<string, string> ours = new() { [SandboxLabels.Owner] = "" };
        ContainerSummary[] containers =
            [.. (await session.Get<IContainerEngine>().ListAsync(ours, cancellationToken)).OrderBy(c => c.CreatedAt)];
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, containers);
            return ExitCodes.Ok;
        }

        DateTimeOffset now = session.Get<TimeProvider>().GetUtcNow();
        Tables.Write(Terminal.OutConsole, ["Container", "Kind", "Skill", "State", "Age"], containers.Select(c => (string[])
            [c.Name, Label(c, SandboxLabels.Kind), Label(c, SandboxLabels.Skill), c.State, Amount.Time(Age(c, now))]));
        return ExitCodes.Ok;
    }

    /// <summary>Never negative: the engine's clock may be ahead of ours.</summary>
    private static TimeSpan Age(ContainerSummary container, DateTimeOffset now) =>
        now > container.CreatedAt ? now - container.CreatedAt : TimeSpan.Zero;

    private static string Label(ContainerSummary container, string name) => container.Labels.GetValueOrDefault(name, "-");
}
