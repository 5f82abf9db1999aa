using SkillHost.Skills;

namespace SkillHost.Images.Dockerfiles;

/// <summary>Collects what is wrong with one Dockerfile.</summary>
internal sealed class DockerfileFailures(string file, ICollection<SkillFailure> failures)
{
    /// <summary>Adds one.</summary>
    public void Add(int line, string seen, string wanted) =>
        failures.Add(new SkillFailure { File = file, Line = line, Seen = SafeText.Seen(seen), Wanted = wanted });

    /// <summary>Adds one about an instruction.</summary>
    public void Add(DockerfileInstruction instruction, string wanted) => Add(instruction.Line, instruction.Text, wanted);
}
