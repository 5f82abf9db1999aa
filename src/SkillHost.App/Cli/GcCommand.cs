using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Sandboxes;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost gc</c>: removes what hosts that are gone have left, and, if asked, images that nothing needs.</summary>
internal sealed class GcCommand : CliCommand
{
    private readonly Option<bool> _images =
        new("--images") { Description = "Remove images of the loaded skills that no longer serve, too" };

    private readonly Option<string?> _olderThan = new("--older-than")
    {
        Description = "Only what was made at least this long ago, such as 12h or 7d",
        HelpName = "TIME",
    };

    public GcCommand(Terminal terminal, GlobalOptions options)
        : base("gc", "Remove containers that hosts which are gone have left", terminal, options)
    {
        Options.Add(_images);
        Options.Add(_olderThan);
    }

    public override IReadOnlyList<string> Examples => ["skillhost gc", "skillhost gc --images --older-than 7d", "skillhost gc --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        TimeSpan age = parse.GetValue(_olderThan) is { } text ? Quantity.ParseTime("--older-than", text) : TimeSpan.Zero;
        await using Session session = OpenSession(parse);
        int containers = await session.Get<ISweeper>().SweepAsync(age, cancellationToken);
        IReadOnlyList<string> images = [];
        if (parse.GetValue(_images))
        {
            SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
            images = await session.Get<IImagePruner>().PruneAsync(catalog.Skills, age, cancellationToken);
        }

        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new { containers, images });
        }
        else
        {
            string removed = $"removed {Amount.Count(containers, "container")}";
            await Terminal.Out.WriteLineAsync(parse.GetValue(_images) ? $"{removed} and {Amount.Count(images.Count, "image")}" : removed);
        }

        return ExitCodes.Ok;
    }
}
