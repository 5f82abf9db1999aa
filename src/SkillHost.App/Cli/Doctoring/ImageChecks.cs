using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Images.Building;
using SkillHost.Images.Runtimes;

namespace SkillHost.App.Cli.Doctoring;

/// <summary>Whether images can be built: process 1, bases, registries, runtimes.</summary>
internal sealed class ImageChecks(Session session, ImageOptions options)
{
    private const string Scratch = "scratch";
    private const string DefaultRegistry = "docker.io";

    /// <summary>All findings about images.</summary>
    public async Task<IReadOnlyList<Finding>> CheckAsync(EngineInfo engine, CancellationToken cancellationToken)
    {
        string[] bases = [.. options.EffectiveBases.Where(b => b != Scratch && !b.EndsWith('*'))];
        List<Finding> findings = [CheckInit(engine), CheckBuilds(engine)];
        Dictionary<string, string?> registries = [];
        foreach (IGrouping<string, string> group in bases.GroupBy(Registry))
        {
            registries[group.Key] = await AskAsync(group.First(), cancellationToken);
        }

        bool complete = true;
        foreach (string name in bases)
        {
            bool there = await session.Get<IImageEngine>().FindImageAsync(name, cancellationToken) is not null;
            complete &= there;
            findings.Add(CheckBase(name, there, registries[Registry(name)] is null));
        }

        findings.AddRange(registries.Select(r => CheckRegistry(r.Key, r.Value, complete)));
        findings.AddRange(await CheckRuntimesAsync(cancellationToken));
        return findings;
    }

    private Finding CheckInit(EngineInfo engine)
    {
        FileInfo file = new(options.InitFile(engine.Architecture));
        return file.Exists
            ? Finding.Ok("process 1", $"linux-{engine.Architecture}, {Amount.Bytes(file.Length)}")
            : Finding.Fail("process 1", $"{file.FullName} is missing", "eng/build-init.sh makes it; then build the program again");
    }

    private Finding CheckBuilds(EngineInfo engine) =>
        HostCgroups.WhyNot(engine, options.BuildCgroupParent) is { } reason
            ? Finding.Warn(
                "build processes", $"this host cannot bound how many a build starts, because {reason}",
                "name a control group with a limit: SkillHost:Images:BuildCgroupParent")
            : Finding.Ok("build processes", "bounded by a control group");

    private static Finding CheckBase(string name, bool there, bool canPull) =>
        there ? Finding.Ok("base image", name)
        : canPull ? Finding.Warn("base image", $"{name} is not on the engine; the first build pulls it", $"docker pull {name}")
        : Finding.Fail(
            "base image", $"{name} is neither on the engine nor in a registry it reaches",
            "docker load an image of that name, or "
            + (name == "debian:bookworm-slim" ? "run eng/base-image.sh" : "drop it from ApprovedBases"));

    private static Finding CheckRegistry(string registry, string? trouble, bool complete) =>
        trouble is null ? Finding.Ok("registry", registry)
        : Finding.Warn(
            "registry", $"{registry}: {trouble}",
            complete
                ? "nothing to do until a base image must be refreshed"
                : "the engine needs a way there (proxy, login), or load the base images");

    private async Task<string?> AskAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            await session.Get<IEngineUsage>().AskRegistryAsync(image, cancellationToken);
            return null;
        }
        catch (EngineException e)
        {
            return e.Message;
        }
    }

    private async Task<IEnumerable<Finding>> CheckRuntimesAsync(CancellationToken cancellationToken)
    {
        RuntimeCatalog catalog = session.Get<RuntimeCatalog>();
        IReadOnlyList<StoredImage> images = await session.Get<ImageInventory>().ListAsync([], cancellationToken);
        return catalog.Names.Count == 0
            ? [Finding.Warn(
                "runtimes", $"none in {options.Folder}", "skills then need Dockerfiles of their own; see SkillHost:ImagesFolder")]
            : catalog.Names.Select(name => CheckRuntime(name, catalog, images));
    }

    private static Finding CheckRuntime(string name, RuntimeCatalog catalog, IReadOnlyList<StoredImage> images)
    {
        string check = $"runtime {name}";
        return catalog.Find(name, out var failures) is not { } runtime
            ? Finding.Fail(check, string.Join("; ", failures.Select(f => f.ToString())), "mend the file; skills on it cannot be used")
            : runtime.FindMissing() is { } missing
            ? Finding.Warn(check, $"there is no {missing}", $"{runtime.Needs[missing]}; skills on it cannot be built")
            : images.FirstOrDefault(i => i is { IsRuntime: true, State: StoredImageState.Current } && i.Name == name) is { } image
            ? Finding.Ok(check, $"{image.Tag}, {Amount.Bytes(image.SizeBytes)}")
            : Finding.Warn(check, "not built yet", "the first skill on it waits for that; 'skillhost build' does it now");
    }

    private static string Registry(string image) => RegistryAddress.HostOf(image) ?? DefaultRegistry;
}
