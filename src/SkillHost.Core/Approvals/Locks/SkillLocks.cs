using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SkillHost.Images.Building;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.Approvals.Locks;

/// <summary>Compares skills with what was approved of them, and approves.</summary>
public sealed class SkillLocks
{
    private readonly SkillFiles _files;
    private readonly LockPath _path;

    internal SkillLocks(SkillFiles files, LockPath path, IOptions<ApprovalOptions> options)
    {
        (_files, _path) = (files, path);
        Mode = options.Value.Lock;
    }

    /// <summary>What differences lead to when skills are loaded.</summary>
    public LockMode Mode { get; }

    /// <summary>Absolute path of the file.</summary>
    public string Path => _path.Path;

    /// <summary>Whether anything was ever approved here.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>
    /// Every skill beside what was approved of it, in the order given. A file that cannot be believed approves nothing: each finding then
    /// has it for its problem.
    /// </summary>
    public IReadOnlyList<LockFinding> Compare(IReadOnlyList<SkillPolicies> skills, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skills);
        try
        {
            SkillLock approved = SkillLock.Read(Path);
            return [.. skills.Select(skill => Compare(skill, approved, cancellationToken))];
        }
        catch (LockException e)
        {
            return [.. skills.Select(skill => Unclear(skill.Skill, e))];
        }
    }

    /// <summary>
    /// Approves <paramref name="skills"/> as they are; entries of others stay unless they are not among <paramref name="kept"/>. Gives
    /// what is approved by it, in the order given. Throws <see cref="LockException"/> where the file cannot be believed or a folder
    /// cannot be read; nothing is written then.
    /// </summary>
    public IReadOnlyList<LockFinding> Approve(
        IReadOnlyList<SkillPolicies> skills, IReadOnlyCollection<string>? kept, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skills);
        SkillLock approved = SkillLock.Read(Path);
        LockFinding[] findings = [.. skills.Select(skill => Compare(skill, approved, cancellationToken))];
        foreach ((SkillPolicies skill, LockFinding finding) in skills.Zip(findings))
        {
            JsonObject plan = finding.Problem is { } problem
                ? throw new LockException(problem.Seen, problem.Wanted)
                : Plan(skill, cancellationToken);
            approved.Plans[skill.Skill.Name.Value] = plan;
        }

        foreach (string gone in kept is null ? [] : approved.Plans.Keys.Except(kept).ToArray())
        {
            approved.Plans.Remove(gone);
        }

        approved.Write(Path);
        return findings;
    }

    /// <summary>Approved names that are not among <paramref name="known"/>. Throws <see cref="LockException"/>.</summary>
    public IReadOnlyList<string> Unused(IReadOnlyCollection<string> known) => [.. SkillLock.Read(Path).Plans.Keys.Except(known)];

    private LockFinding Compare(SkillPolicies skill, SkillLock approved, CancellationToken cancellationToken)
    {
        try
        {
            JsonObject now = Plan(skill, cancellationToken);
            return approved.Plans.TryGetValue(skill.Skill.Name.Value, out JsonObject? was)
                ? new LockFinding
                {
                    Skill = skill.Skill,
                    IsKnown = true,
                    Differences = PlanComparer.Compare(was, now),
                    ApprovedFiles = was[ApprovedPlan.Files]?.ToString(),
                }
                : new LockFinding { Skill = skill.Skill };
        }
        catch (LockException e)
        {
            return Unclear(skill.Skill, e);
        }
    }

    private JsonObject Plan(SkillPolicies skill, CancellationToken cancellationToken)
    {
        List<SkillFailure> failures = [];
        return _files.Hash(skill.Skill, failures, cancellationToken) is { } files
            ? ApprovedPlan.Of(skill, files)
            : throw new LockException($"files that cannot be hashed ({failures.FirstOrDefault()})", "a folder that can be read");
    }

    private static LockFinding Unclear(Skill skill, LockException e) =>
        new() { Skill = skill, Problem = skill.Source.Failure("", e.Seen, e.Wanted) };
}
