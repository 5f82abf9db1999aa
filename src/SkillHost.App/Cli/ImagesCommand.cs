using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Hosting;
using SkillHost.Images;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost images</c>: the images of skills and runtimes on the engine, and which of them serve.</summary>
internal sealed class ImagesCommand : CliCommand
{
    private const int HashLength = 12;
    private readonly Option<bool> _all = new("--all") { Description = "Also those built from other folders" };

    public ImagesCommand(Terminal terminal, GlobalOptions options)
        : base("images", "List the images of skills and runtimes, and which of them serve", terminal, options)
    {
        Options.Add(_all);
    }

    public override IReadOnlyList<string> Examples => ["skillhost images", "skillhost images --all", "skillhost images --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenSession(parse);
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        IReadOnlyList<StoredImage> all = await session.Get<ImageInventory>().ListAsync(catalog.Skills, cancellationToken);
        StoredImage[] images = [.. all.Where(i => parse.GetValue(_all) || i.State != StoredImageState.Elsewhere)];
        string[] missing =
        [
            .. catalog.Skills.Select(s => s.Name.Value).Where(name => !images.Any(i => !i.IsRuntime && i.Name == name && IsCurrent(i))),
        ];
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new { images, missing });
            return ExitCodes.Ok;
        }

        DateTimeOffset now = session.Get<TimeProvider>().GetUtcNow();
        Tables.Write(Terminal.OutConsole, ["Name", "Kind", "State", "Size", "Age", "Hash", "Id"], images.Select(i => (string[])
        [
            i.Name,
            i.IsRuntime ? "runtime" : "skill",
            i.State.ToString().ToLowerInvariant(),
            Amount.Bytes(i.SizeBytes),
            Amount.Age(now - i.CreatedAt),
            i.Content[..Math.Min(HashLength, i.Content.Length)],
            i.Id.Split(':')[^1][..HashLength],
        ]));
        await WriteNotesAsync(missing, all.Count - images.Length);
        return ExitCodes.Ok;
    }

    private static bool IsCurrent(StoredImage image) => image.State == StoredImageState.Current;

    private async Task WriteNotesAsync(string[] missing, int hidden)
    {
        if (missing.Length > 0)
        {
            await Terminal.Error.WriteLineAsync($"no image yet: {string.Join(", ", missing)}; 'skillhost build' makes it");
        }

        if (hidden > 0)
        {
            await Terminal.Error.WriteLineAsync($"{Amount.Count(hidden, "image")} of other folders not shown; --all shows them");
        }
    }
}
