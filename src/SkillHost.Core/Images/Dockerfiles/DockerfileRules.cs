namespace SkillHost.Images.Dockerfiles;

/// <summary>Goes through a Dockerfile's instructions and refuses what no skill may say.</summary>
internal sealed class DockerfileRules(ApprovedBases bases, DockerfileFailures failures)
{
    private readonly List<Stage> _stages = [];
    private readonly List<CheckedLine> _lines = [];
    private readonly DockerfileVariables _globals = new();
    private readonly FromRule _from = new(bases, failures);
    private readonly CopyRule _copy = new(bases, failures);
    private readonly LabelRule _labels = new(failures);
    private readonly WorkdirRule _workdir = new(failures);

    /// <summary>The file as the engine may have it; meaningless when there were failures.</summary>
    public CheckedDockerfile Check(Dockerfile dockerfile)
    {
        foreach (DockerfileInstruction instruction in dockerfile.Instructions)
        {
            if (_stages.Count == 0 && instruction.Keyword is not ("FROM" or "ARG"))
            {
                failures.Add(instruction, "FROM before anything but ARG");
                break;
            }

            _lines.Add(Check(instruction, dockerfile.Escape));
        }

        if (_stages.Count == 0 && dockerfile.Instructions.All(i => i.Keyword == "ARG"))
        {
            failures.Add(0, "no FROM", bases.Wanted);
        }

        return new CheckedDockerfile(dockerfile.Escape, _lines);
    }

    private CheckedLine Check(DockerfileInstruction instruction, char escape)
    {
        var plain = new CheckedLine(instruction.Line, instruction.Text);
        switch (instruction.Keyword)
        {
            case "FROM":
                return _from.Check(instruction, escape, _globals, _stages);
            case "COPY" or "ADD":
                return _copy.Check(instruction, escape, _stages);
            case "WORKDIR":
                return _workdir.Check(instruction, escape, _stages[^1].Variables);
            case "ARG":
                SetArgument(instruction, escape);
                return plain;
            case "ENV":
                _stages[^1].Variables.SetEnvironment(instruction.Rest, escape);
                return plain;
            case "LABEL":
                _labels.Check(instruction, escape);
                return plain;
            default:
                Refuse(instruction, escape);
                return plain;
        }
    }

    private void SetArgument(DockerfileInstruction instruction, char escape)
    {
        DockerfileVariables scope = _stages.Count == 0 ? _globals : _stages[^1].Variables;
        scope.SetArguments(instruction.Rest, escape, _globals);
    }

    private void Refuse(DockerfileInstruction instruction, char escape)
    {
        if (instruction.Keyword == "ONBUILD")
        {
            failures.Add(instruction, "no ONBUILD: it would run in the build of another image");
        }
        else if (instruction.Keyword == "VOLUME")
        {
            failures.Add(instruction, "no VOLUME: a container's root is read-only, and files go to /tmp, /out or a mount of the manifest");
        }
        else if (instruction.Keyword == "RUN" && instruction.Flags.Count > 0)
        {
            failures.Add(instruction, "RUN without flags: mounts, networks and security are not a skill's to choose");
        }
        else if (instruction.Keyword == "RUN" && DockerfileWords.HasHereDocument(instruction.Rest, escape))
        {
            failures.Add(instruction, "no here-document: the engine's own builder does not know them; use a script file");
        }
    }
}
