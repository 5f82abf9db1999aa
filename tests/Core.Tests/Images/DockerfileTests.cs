using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Images;

/// <summary>What a skill's Dockerfile may not say, and what it may.</summary>
public sealed class DockerfileTests
{
    [Theory]
    [InlineData("FROM debian:latest", 1, "FROM debian:latest")]
    [InlineData("FROM debian", 1, "FROM debian")]
    [InlineData("FROM other-skill:1", 1, "other-skill:1")]
    [InlineData("FROM skillhost/skill-other:0123", 1, "skillhost/skill-other:0123")]
    [InlineData("FROM skillhost/skill-other", 1, "skillhost/skill-other")]
    [InlineData("FROM evil.example/debian:bookworm-slim", 1, "evil.example")]
    [InlineData("FROM sha256:0000000000000000000000000000000000000000000000000000000000000001", 1, "sha256:")]
    [InlineData("ARG B=evil\nFROM $B", 2, "(evil)")]
    [InlineData("ARG B=evil\nFROM ${B}", 2, "(evil)")]
    [InlineData("FROM ${B:-evil}", 1, "evil")]
    [InlineData("ARG A=ev\nARG B=${A}il\nFROM $B", 3, "(evil)")]
    [InlineData("FROM $UNSET", 1, "$UNSET")]
    [InlineData("FROM \"debian:bookworm-slim\"", 1, "FROM \"debian")]
    [InlineData("FROM --platform=linux/arm64 debian:bookworm-slim", 1, "--platform")]
    [InlineData("FROM debian:bookworm-slim AS a\nfRoM a\nFROM b", 3, "FROM b")]
    [InlineData("FROM debian:bookworm-slim\nADD http://127.0.0.1:18999/f.txt /", 2, "ADD http://127.0.0.1:18999/f.txt")]
    [InlineData("FROM debian:bookworm-slim\nadd HTTPS://x.example/f /", 2, "HTTPS://")]
    [InlineData("FROM debian:bookworm-slim\nADD --chown=1:1 \"ht\"tp://x.example/f /", 2, "tp://")]
    [InlineData("FROM debian:bookworm-slim\nADD [\"ftp://x.example/f\", \"/\"]", 2, "ftp://x.example/f")]
    [InlineData("FROM debian:bookworm-slim\nADD [\"\\u0068ttp://x.example/f\", \"/\"]", 2, "http://x.example/f")]
    [InlineData("FROM debian:bookworm-slim\nARG U=http://x.example/f\nADD $U /", 3, "ADD $U")]
    [InlineData("FROM debian:bookworm-slim\nADD git@github.com:a/b.git /", 2, "git@")]
    [InlineData("FROM debian:bookworm-slim\nADD github.com/a/b.git /", 2, "github.com/")]
    [InlineData("FROM debian:bookworm-slim\nADD \\\n  http://x.example/f \\\n  /", 2, "http://x.example/f")]
    [InlineData("FROM debian:bookworm-slim\nADD --checksum=sha256:1 f /", 2, "--checksum")]
    [InlineData("# syntax=evil/frontend\nFROM scratch", 1, "# syntax=evil/frontend")]
    [InlineData("# escape=\\\n#  SYNTAX = evil/frontend\nFROM scratch", 2, "SYNTAX")]
    [InlineData("# a comment\n#syntax=evil/frontend\nFROM scratch", 2, "syntax")]
    [InlineData("FROM scratch\nCOPY --from=skillhost/skill-other:1 / /", 2, "--from=skillhost/skill-other:1")]
    [InlineData("FROM scratch\nCOPY --from=0 /a /b", 2, "--from=0")]
    [InlineData("FROM scratch AS me\nCOPY --from=me /a /b", 2, "--from=me")]
    [InlineData("FROM scratch\nCOPY --from=later /a /b\nFROM scratch AS later", 2, "--from=later")]
    [InlineData("FROM scratch AS a\nFROM scratch\nCOPY --from=$X /a /b", 3, "--from=$X")]
    [InlineData("FROM scratch AS a\nFROM scratch\nCOPY --from=a --from=other /a /b", 3, "--from=other")]
    [InlineData("FROM scratch\nONBUILD RUN evil", 2, "ONBUILD RUN evil")]
    [InlineData("FROM scratch\nvolume /data", 2, "VOLUME /data")]
    [InlineData("FROM scratch\nWORKDIR /proc/self/fd/8", 2, "/proc/self/fd/8")]
    [InlineData("FROM scratch\nWORKDIR /a/../proc", 2, "/a/../proc")]
    [InlineData("FROM scratch\nWORKDIR //sys", 2, "//sys")]
    [InlineData("FROM scratch\nWORKDIR relative", 2, "relative")]
    [InlineData("FROM scratch\nENV P=/proc\nWORKDIR $P/self", 3, "$P/self")]
    [InlineData("FROM debian:bookworm-slim\nWORKDIR $FROM_BASE", 2, "$FROM_BASE")]
    [InlineData("FROM scratch\nLABEL skillhost.skill=x", 2, "skillhost.skill")]
    [InlineData("FROM scratch\nLABEL a=b \"skillHost.x\"=y", 2, "skillHost.x")]
    [InlineData("FROM scratch\nARG K=skillhost\nLABEL ${K}.x=y", 3, "${K}.x")]
    [InlineData("FROM scratch\nRUN --mount=type=bind,source=/,target=/host ls", 2, "--mount")]
    [InlineData("FROM scratch\nRUN --network=host ls", 2, "--network")]
    [InlineData("FROM scratch\nRUN --security=insecure ls", 2, "--security")]
    [InlineData("FROM scratch\nRUN <<EOF\necho\nEOF", 2, "<<EOF")]
    [InlineData("FROM scratch\nCOPY <<\"EOF\" /f\nADD http://x.example/ /\nEOF", 2, "<<")]
    [InlineData("FROM scratch\nRUN echo \\\\\nADD x /", 2, "echo")]
    [InlineData("FROM scratch\nHACK x", 2, "HACK x")]
    [InlineData("RUN x\nFROM scratch", 1, "RUN x")]
    [InlineData("FROM scratch\nRUN", 2, "RUN")]
    [InlineData("FROM scratch\nRUN a\u0085b", 2, "RUN a")]
    [InlineData("FROM scratch\nWORKDIR /proc/self/fd/8\u00a0", 2, "/proc/self/fd/8")]
    [InlineData("FROM scratch\nWORKDIR /sys\u3000", 2, "/sys")]
    [InlineData("FROM scratch\nLABEL a=b\u2003skillhost.x=y", 2, "skillhost.x")]
    [InlineData("FROM scratch\nRUN a\fb", 2, "RUN a")]
    [InlineData("FROM scratch\nRUN a\vb", 2, "RUN a")]
    [InlineData("FROM scratch\nRUN a\rADD http://x.example/ /", 2, "ADD http")]
    [InlineData("FROM scratch\nRUN a \\\n\u00a0\n b", 3, "\u00a0")]
    [InlineData("\u00a0FROM scratch", 1, "FROM scratch")]
    [InlineData("FROM scratch\nLABEL -- x=y", 2, "LABEL -- x=y")]
    [InlineData("FROM scratch\nENV --x A=b", 2, "ENV --x")]
    [InlineData("FROM scratch\nCOPY -- --from=other / /", 2, "COPY --")]
    [InlineData("FROM scratch\nCOPY --chown=\u00e0--from=other / /", 2, "--from=other")]
    [InlineData("FROM scratch\nCOPY --chmod=4755 a /a", 2, "--chmod")]
    [InlineData("FROM scratch\nADD --chmod=4755 [\"a\", \"/a\"]", 2, "--chmod")]
    [InlineData("FROM scratch\nADD --chown=1:1 [\"http://x.example/f\",\"/\"] junk", 2, "http:")]
    [InlineData("FROM scratch\nADD [\"\\ud800\", \"/\"]", 2, "ud800")]
    [InlineData("FROM scratch\nADD a\thttp://x.example/f /", 2, "http://x.example/f")]
    [InlineData("FROM debian:bookworm-slim\nWORKDIR /x${PATH:+/../proc}", 2, "${PATH:+")]
    [InlineData("FROM debian:bookworm-slim\nWORKDIR ${PATH:-/opt}", 2, "${PATH:-")]
    [InlineData("FROM scratch\nARG D=/opt\nWORKDIR '$D'", 3, "'$D'")]
    [InlineData("FROM scratch\nARG D=/opt\nWORKDIR \\$D", 3, "$D")]
    [InlineData("FROM scratch\nonbuild ONBUILD RUN x", 2, "ONBUILD ONBUILD RUN x")]
    [InlineData("FROM scratch\nonbu\\\nild RUN x", 2, "ONBUILD RUN x")]
    [InlineData("FROM scratch AS debian\nFROM debian:bookworm-slim AS debian", 2, "AS debian")]
    [InlineData("FROM scratch AS 0", 1, "AS 0")]
    [InlineData("FROM scratch AS scratch", 1, "AS scratch")]
    [InlineData("FROM scratch AS a\nFROM 0", 2, "FROM 0")]
    [InlineData("FROM scratch AS a\nFROM scratch\nCOPY --from=1 /a /b", 3, "--from=1")]
    [InlineData("FROM scratch AS a\nFROM scratch\nCOPY --from=-0 /a /b", 3, "--from=-0")]
    [InlineData("ARG B=debian:bookworm-slim\nFROM scratch\nARG B=evil\nFROM ${B:+evil}", 4, "(evil)")]
    [InlineData("FROM ${B:?x}", 1, "${B:?x}")]
    [InlineData("FROM ${B-evil}", 1, "${B-evil}")]
    [InlineData("ARG C=evil\nFROM ${B:-${C}}", 2, "${C}")]
    [InlineData("\ufeff# syntax=evil/frontend\nFROM scratch", 1, "syntax")]
    [InlineData("# escape=`\nFROM scratch\nADD `\nhttp://x.example/f /", 3, "http://x.example/f")]
    [InlineData("FROM scratch\nLABEL a=b skill\\host.x=y", 2, "host.x")]
    [InlineData("FROM scratch\nWOR\u212aDIR /proc", 2, "DIR /proc")]
    [InlineData("FROM scratch\nLABEL a=b 'skillhost.x'=y", 2, "skillhost.x")]
    [InlineData("", 0, "no FROM")]
    [InlineData("ARG A=1", 0, "no FROM")]
    public async Task Build_ForbiddenInstruction_RefusedWithItsLine(string dockerfile, int line, string seen)
    {
        using var workshop = new Workshop();

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("mine", dockerfile));

        Assert.Equal(ImageBuildOutcome.Refused, report.Outcome);
        SkillFailure failure = Assert.Single(report.Failures, f => f.Line == line);
        Assert.Equal("mine/Dockerfile", failure.File);
        Assert.Contains(seen, failure.Seen, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Wanted);
        Assert.Empty(workshop.Engine.Builds);
    }

    [Theory]
    [InlineData("FROM debian:bookworm-slim", "FROM {debian}\n")]
    [InlineData("from docker.io/library/debian:bookworm-slim as B\n", "FROM {debian} AS b\n")]
    [InlineData("ARG V=bookworm-slim\nFROM debian:${V}", "ARG V=bookworm-slim\nFROM {debian}\n")]
    [InlineData("FROM debian:${V:-bookworm-slim}", "FROM {debian}\n")]
    [InlineData("FROM debian:bookworm${V:+-full}-slim", "FROM {debian}\n")]
    [InlineData("FROM scratch\nADD f@2.txt /", "FROM scratch\nADD f@2.txt /\n")]
    [InlineData("FROM scratch\nLABEL org.example.skillhost=1", "FROM scratch\nLABEL org.example.skillhost=1\n")]
    [InlineData(
        "FROM scratch AS a\nFROM scratch\nCOPY --from=A --chown=1:1 /x /y",
        "FROM scratch AS a\nFROM scratch\nCOPY --from=A --chown=1:1 /x /y\n")]
    [InlineData("FROM scratch\nCOPY --from=debian:bookworm-slim /x /y", "FROM scratch\nCOPY --from={debian} /x /y\n")]
    [InlineData("FROM scratch AS a\nFROM scratch\nCOPY --from=0 /x /y", "FROM scratch AS a\nFROM scratch\nCOPY --from=0 /x /y\n")]
    [InlineData("FROM scratch\n# a note\nRUN a \\\n# another\n\n  && b\\\nc\n", "FROM scratch\nRUN a   && bc\n")]
    [InlineData("# escape=`\nFROM scratch\nRUN a `\n  b", "# escape=`\nFROM scratch\nRUN a   b\n")]
    [InlineData("FROM scratch\r\nENV A=/opt\r\nWORKDIR ${A}/x\r\n", "FROM scratch\nENV A=/opt\nWORKDIR /opt/x\n")]
    [InlineData("FROM scratch\nRUN cat <<< here && echo $((1 << 2))", "FROM scratch\nRUN cat <<< here && echo $((1 << 2))\n")]
    [InlineData("\ufeffFROM scratch\nRUN a\tb\t\n", "FROM scratch\nRUN a\tb\n")]
    [InlineData("FROM scratch\nRUN echo 'a \\\n# dropped\nb'", "FROM scratch\nRUN echo 'a b'\n")]
    [InlineData("FROM scratch\nLABEL a=\u00e9t\u00e9", "FROM scratch\nLABEL a=\u00e9t\u00e9\n")]
    [InlineData("FROM scratch AS debian\nFROM Debian", "FROM scratch AS debian\nFROM debian\n")]
    [InlineData("FROM debian:bookworm-slim\nARG D\nWORKDIR ${D:-/opt}", "FROM {debian}\nARG D\nWORKDIR /opt\n")]
    [InlineData("FROM scratch\nCOPY --chown=1:1 [\"a b\", \"/x\"]", "FROM scratch\nCOPY --chown=1:1 [\"a b\", \"/x\"]\n")]
    [InlineData("FROM scratch\n# syntax=too/late\nUSER 0", "FROM scratch\nUSER 0\n")]
    public async Task Build_AllowedDockerfile_SentAsItWasRead(string dockerfile, string wanted)
    {
        using var workshop = new Workshop();
        string debian = workshop.Engine.Images.Single().Id;

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("mine", dockerfile));

        Assert.Equal("", report.Message);
        Assert.Equal(wanted.Replace("{debian}", debian, StringComparison.Ordinal), workshop.Engine.Builds[0].Dockerfile);
    }

    [Theory]
    [InlineData(64_900, ImageBuildOutcome.Built)]
    [InlineData(65_100, ImageBuildOutcome.Refused)]
    public async Task Build_LongInstruction_RefusedWhereAnEngineWouldNotReadIt(int length, ImageBuildOutcome outcome)
    {
        using var workshop = new Workshop();
        string text = "FROM scratch\nRUN " + string.Join("\\\n", Enumerable.Repeat(new string('x', length / 10), 10)) + "\n";

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("mine", text));

        Assert.Equal(outcome, report.Outcome);
    }

    [Fact]
    public async Task Build_ImageHasALabelOfTheHost_RefusedAndRemoved()
    {
        using var workshop = new Workshop();
        workshop.Engine.OnBuild = (_, image, _) => Task.FromResult(
            image with { Labels = image.Labels.Append(new("skillhost.deadline", "9")).ToDictionary() });

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("mine", "FROM scratch\n"));

        Assert.Contains("seen the label skillhost.deadline", report.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(workshop.Engine.Images, i => i.Tags.Any(t => t.StartsWith("skillhost/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Build_SeveralThingsWrong_AllReportedAtOnce()
    {
        using var workshop = new Workshop();

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("mine", "FROM evil\nVOLUME /x\nADD http://x /\nRUN ok\n"));

        Assert.Equal([1, 2, 3], report.Failures.Select(f => f.Line));
    }

    [Fact]
    public async Task Build_NoDockerfile_Refused()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", "FROM scratch");
        File.Delete(Path.Combine(skill.Folder, "Dockerfile"));

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal("no such file", Assert.Single(report.Failures).Seen);
    }

    [Fact]
    public async Task Build_DockerfileIsAFolder_Refused()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine") with { Runtime = null };
        Directory.CreateDirectory(Path.Combine(skill.Folder, "Dockerfile"));

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal("a folder", Assert.Single(report.Failures).Seen);
    }

    [Fact]
    public async Task Build_FromRuntime_BuiltOnThatRuntimesCurrentImage()
    {
        using var workshop = new Workshop();

        await workshop.BuildAsync(workshop.Own("mine", "FROM skillhost/python\nRUN more\n"));

        string python = workshop.Engine.Images.Single(i => i.Tags.Any(t => t.StartsWith("skillhost/python:", StringComparison.Ordinal))).Id;
        Assert.Equal($"FROM {python}\nRUN more\n", workshop.Engine.Builds[2].Dockerfile);
    }

    [Fact]
    public async Task Build_OperatorApprovesAnother_Built()
    {
        using var workshop = new Workshop(o => o.ApprovedBases = ["registry.example/team/*"]);
        workshop.Engine.Add("registry.example/team/tool:1");

        ImageBuildReport built = await workshop.BuildAsync(workshop.Own("mine", "FROM registry.example/team/tool:1"));
        ImageBuildReport refused = await workshop.BuildAsync(workshop.Own("other", "FROM debian:bookworm-slim"));

        Assert.Equal(ImageBuildOutcome.Built, built.Outcome);
        Assert.Equal("a base the operator approves: registry.example/team/*", Assert.Single(refused.Failures).Wanted);
    }
}
