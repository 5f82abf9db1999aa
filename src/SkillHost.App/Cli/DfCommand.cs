using System.CommandLine;
using System.Globalization;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Containers;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Sandboxes;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost df</c>: disk space of SkillHost's images and containers on the engine.</summary>
internal sealed class DfCommand(Terminal terminal, GlobalOptions options)
    : CliCommand("df", "Show the disk space of images and containers on the engine", terminal, options)
{
    public override IReadOnlyList<string> Examples => ["skillhost df", "skillhost df --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenSession(parse);
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        IReadOnlyList<StoredImage> images = await session.Get<ImageInventory>().ListAsync(catalog.Skills, cancellationToken);
        EngineDisk disk = await session.Get<IEngineUsage>().MeasureDiskAsync(cancellationToken);
        Dictionary<string, ImageDisk> sizes = disk.Images.ToDictionary(i => i.Id);
        ContainerDisk[] containers = [.. disk.Containers.Where(c => c.Labels.ContainsKey(SandboxLabels.Owner))];
        Row[] rows =
        [
            Sum("runtimes, current", images.Where(i => i.IsRuntime && i.State == StoredImageState.Current), sizes),
            Sum("runtimes, old or elsewhere", images.Where(i => i.IsRuntime && i.State != StoredImageState.Current), sizes),
            Sum("skills, current", images.Where(i => !i.IsRuntime && i.State == StoredImageState.Current), sizes),
            Sum("skills, old", images.Where(i => !i.IsRuntime && i.State == StoredImageState.Old), sizes),
            Sum("skills, elsewhere", images.Where(i => !i.IsRuntime && i.State == StoredImageState.Elsewhere), sizes),
            new Row("containers", containers.Length, containers.Sum(c => c.WrittenBytes), 0),
        ];
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new { rows, engineLayersBytes = disk.LayersBytes });
            return ExitCodes.Ok;
        }

        Tables.Write(Terminal.OutConsole, ["What", "Count", "Own", "Shared up to"], rows.Select(r => (string[])
        [
            r.What,
            r.Count.ToString(CultureInfo.InvariantCulture),
            Amount.Bytes(r.OwnBytes),
            Amount.Bytes(r.SharedBytes),
        ]));
        await Terminal.Out.WriteLineAsync();
        await Terminal.Out.WriteLineAsync($"All images on the engine, others' included: {Amount.Bytes(disk.LayersBytes)}.");
        await Terminal.Out.WriteLineAsync("Own is what removing images of the kind frees at least; shared layers belong to several.");
        await Terminal.Out.WriteLineAsync("'skillhost gc --images' removes old ones.");
        return ExitCodes.Ok;
    }

    /// <summary>Images of one kind. What they share they share among each other too, so only the largest part is told.</summary>
    private static Row Sum(string what, IEnumerable<StoredImage> images, Dictionary<string, ImageDisk> sizes)
    {
        ImageDisk[] found = [.. images.Select(i => sizes.GetValueOrDefault(i.Id)).OfType<ImageDisk>().DistinctBy(i => i.Id)];
        return new Row(
            what, found.Length, found.Sum(i => i.SizeBytes - i.SharedBytes), found.Select(i => i.SharedBytes).DefaultIfEmpty(0).Max());
    }

    private sealed record Row(string What, int Count, long OwnBytes, long SharedBytes);
}
