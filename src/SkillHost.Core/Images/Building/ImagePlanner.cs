using System.Text.Json;
using SkillHost.Containers;
using SkillHost.Images.Contexts;
using SkillHost.Images.Dockerfiles;
using SkillHost.Skills;

namespace SkillHost.Images.Building;

/// <summary>Works out what goes into an image.</summary>
internal sealed class ImagePlanner(BaseImages bases)
{
    // Raised whenever what is made of the same input changes.
    private const string Version = "skillhost image 1";

    private const string OwnDockerfile = "Dockerfile";

    /// <summary>
    /// The plan of an image from its folder's own Dockerfile. <paramref name="runtimes"/> gives the id of a runtime's image. Throws
    /// <see cref="ImageFailedException"/>.
    /// </summary>
    public async Task<ImagePlan> PlanAsync(
        BuildSubject subject,
        string repository,
        ContextScan scan,
        ApprovedBases approved,
        InitBinary? init,
        ImageRun run,
        Func<string, Task<string>> runtimes,
        CancellationToken cancellationToken)
    {
        List<SkillFailure> failures = [];
        CheckedDockerfile? dockerfile = ReadDockerfile(subject, approved, failures);
        BuildContext? context = scan.Run(failures, cancellationToken);
        if (dockerfile == null || context == null || failures.Count > 0)
        {
            throw ImageFailedException.Refusing(failures);
        }

        Dictionary<BaseReference, string> ids = [];
        foreach (BaseReference reference in dockerfile.Lines.Select(l => l.Base).OfType<BaseReference>().Distinct())
        {
            ids[reference] = reference.Kind switch
            {
                BaseKind.Scratch => reference.Name,
                BaseKind.Runtime => await runtimes(reference.Name),
                _ => await bases.PinAsync(reference.Name, run, cancellationToken),
            };
        }

        PinnedBase[] pinned = [.. ids.Where(i => i.Key.Kind == BaseKind.Image).Select(i => new PinnedBase(i.Key.Name, i.Value))];
        return Plan(subject, repository, dockerfile.Render(b => ids[b]), context, "", init) with { Bases = pinned };
    }

    /// <summary>
    /// The plan of a skill's image on a runtime: the folder laid on it, and <paramref name="step"/> run there, where it is not empty.
    /// </summary>
    public static ImagePlan PlanOnRuntime(
        BuildSubject subject,
        string repository,
        ContextScan scan,
        string runtimeId,
        IReadOnlyList<string> step,
        InitBinary init,
        CancellationToken cancellationToken)
    {
        List<SkillFailure> failures = [];
        BuildContext? context = scan.Run(failures, cancellationToken);
        if (context == null || failures.Count > 0)
        {
            throw ImageFailedException.Refusing(failures);
        }

        const string Prefix = "skill/";
        string text = $"""
            FROM {runtimeId}
            COPY {Prefix} {ReservedNames.SkillFolder}/
            WORKDIR {ReservedNames.SkillFolder}
            {Step(step)}ADD {ReservedNames.InitArchive} /

            """;
        return Plan(subject, repository, text, context, Prefix, init);
    }

    private static string Step(IReadOnlyList<string> step) =>
        step.Count == 0 ? "" : $"USER 0:0\nRUN {JsonSerializer.Serialize(step)}\nUSER {ReservedNames.User}\n";

    private static ImagePlan Plan(
        BuildSubject subject, string repository, string dockerfile, BuildContext context, string prefix, InitBinary? init)
    {
        using var hash = new FieldHash(Version);
        hash.Add(repository);
        hash.Add(dockerfile);
        hash.Add(context.Hash);
        hash.Add(init?.Hash ?? "");
        hash.Add(subject.AllowNetwork ? nameof(ContainerNetwork.Bridge) : nameof(ContainerNetwork.None));
        string content = hash.ToString();
        return new ImagePlan(subject, $"{repository}:{content[..32]}", content, dockerfile, context, prefix);
    }

    private static CheckedDockerfile? ReadDockerfile(BuildSubject subject, ApprovedBases approved, List<SkillFailure> failures)
    {
        string file = $"{subject.Label}/{OwnDockerfile}";
        try
        {
            using IFolder root = Folders.Open(subject.Folder);
            if (SmallFile.Read(root, OwnDockerfile, file, failures) is { } text)
            {
                var found = new DockerfileFailures(file, failures);
                return new DockerfileRules(approved, found).Check(new DockerfileReader(found).Read(text));
            }

            if (failures.Count == 0)
            {
                failures.Add(new SkillFailure { File = file, Seen = "no such file", Wanted = "a Dockerfile, or runtime: in the manifest" });
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failures.Add(new SkillFailure { File = file, Seen = SafeText.Seen(e.Message), Wanted = "a file that can be read" });
        }

        return null;
    }
}
