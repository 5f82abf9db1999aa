using SkillHost.Skills.Files;
using SkillHost.Skills.Manifests;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills;

/// <summary>Reads one folder under the skills folder.</summary>
internal static class SkillFolderReader
{
    private const int MaximumManifestBytes = 256 * 1024;
    private const string ManifestName = "skill.yaml";
    private const string InstructionsName = "SKILL.md";
    private const string DockerfileName = "Dockerfile";

    private static readonly string[] NearNames = ["skill.yml", "Skill.yaml", "SKILL.yaml", "skill.json", "manifest.yaml"];

    /// <summary>What the folder came to.</summary>
    public static SkillLoadResult Read(string folder)
    {
        string name = Path.GetFileName(folder);
        string shown = Shown.Words(name);
        FileKind kind = FileKinds.Of(folder);
        if (kind != FileKind.Folder)
        {
            return Refused(name, new SkillFailure { File = shown, Seen = FileKinds.Words(kind), Wanted = "a folder of its own" });
        }

        string manifest = Path.Combine(folder, ManifestName);
        if (FileKinds.Of(manifest) == FileKind.Missing)
        {
            return Refused(name, WithoutManifest(folder, shown));
        }

        ManifestContext context = new($"{shown}/{ManifestName}");
        byte[]? bytes = BoundedFile.TryRead(manifest, MaximumManifestBytes, out string seen);
        if (bytes is null)
        {
            return Refused(
                name, new SkillFailure { File = context.Problems.File, Seen = seen, Wanted = "an ordinary file of at most 256k" });
        }

        Skill? skill = Read(bytes, folder, name, context);
        return context.Problems.Any ? new SkillLoadResult(name, null, context.Problems.ToList()) : new SkillLoadResult(name, skill, []);
    }

    private static Skill? Read(byte[] bytes, string folder, string name, ManifestContext context)
    {
        if (ManifestText.Decode(bytes, context.Problems) is not { } text
            || ManifestReader.Read(YamlReader.Read(text, context.Problems), folder, name, context) is not { } skill)
        {
            return null;
        }

        if (Names.SkillMisses(name) is { } wanted)
        {
            context.Problems.Add(
                new SkillFailure { File = Shown.Words(name), Seen = $"a folder called {Names.Show(name)}", Wanted = wanted });
        }

        CheckKind(skill, FileKinds.Of(Path.Combine(folder, DockerfileName)), context.Problems);
        foreach (SkillFailure failure in NotYetEnforceable.In(skill))
        {
            context.Problems.Add(failure);
        }

        return skill;
    }

    private static void CheckKind(Skill skill, FileKind dockerfile, Problems problems)
    {
        bool runtime = skill.Source.Places.ContainsKey("runtime");
        if (dockerfile is not (FileKind.Missing or FileKind.Regular))
        {
            string file = problems.File[..^ManifestName.Length] + DockerfileName;
            problems.Add(new SkillFailure { File = file, Seen = FileKinds.Words(dockerfile), Wanted = "an ordinary file" });
        }
        else if (runtime == (dockerfile == FileKind.Regular))
        {
            string seen = runtime
                ? $"{Shown.Text(skill.Runtime ?? "")} and a Dockerfile" : "neither a runtime nor a Dockerfile in the folder";
            problems.Add(skill.Source.Failure("runtime", seen, "either a runtime or a Dockerfile"));
        }
    }

    private static SkillFailure WithoutManifest(string folder, string shown)
    {
        if (FileKinds.Of(Path.Combine(folder, InstructionsName)) == FileKind.Regular)
        {
            return NotYetEnforceable.InstructionsOnly(shown);
        }

        string? near = NearNames.FirstOrDefault(other => FileKinds.Of(Path.Combine(folder, other)) == FileKind.Regular);
        return new SkillFailure
        {
            File = shown,
            Seen = near is null ? "a folder without skill.yaml or SKILL.md" : $"a folder with {near}",
            Wanted = $"a {ManifestName} in it, or a name that begins with a dot for a folder that is no skill",
        };
    }

    private static SkillLoadResult Refused(string name, SkillFailure failure) => new(name, null, [failure]);
}
