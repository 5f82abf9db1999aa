using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Approvals;
using SkillHost.Approvals.Locks;
using SkillHost.Functions;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Schemas;
using SkillHost.Skills;
using SkillHost.Tools;

namespace SkillHost.Hosting;

/// <summary>Takes the skills along the line of loading: folder, skill, policy, function. A reload swaps one reference.</summary>
internal sealed partial class SkillHostService(
    ISkillLoader loader,
    IPolicyCompiler policies,
    ToolReader tools,
    RuntimeProfiles runtimes,
    ApprovalRules approvals,
    SkillLocks locks,
    IInvoker invoker,
    WarmKeeper warm,
    IOptions<SkillHostOptions> options,
    ILogger<SkillHostService> logger) : ISkillHost, IDisposable
{
    private const long WorthGivingBack = 10 << 20;
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile SkillCatalog _catalog = SkillCatalog.Empty;

    /// <inheritdoc />
    public SkillCatalog Catalog => _catalog;

    /// <inheritdoc />
    public async Task<SkillCatalog> LoadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            IReadOnlyList<SkillLoadResult> found = await loader.LoadAsync(options.Value.SkillsFolder, cancellationToken);
            SkillCatalog catalog = Make(found, cancellationToken);
            _catalog = catalog;
            warm.Load(catalog);
            Log.Loaded(logger, catalog.Skills.Count, catalog.Functions.Count, catalog.Failures.Count);
            if (catalog.Failures.Count > 0)
            {
                Log.LeftOut(logger, catalog.Failures.Count, catalog.Failures[0]);
            }

            if (catalog.Warnings.Count > 0)
            {
                Log.NotAsApproved(logger, catalog.Warnings.Count, catalog.Warnings[0]);
            }

            if (GC.GetTotalMemory(forceFullCollection: false) > WorthGivingBack)
            {
                // Loading much leaves several times what it keeps, and a host then waits for long.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }

            return catalog;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private SkillCatalog Make(IReadOnlyList<SkillLoadResult> found, CancellationToken cancellationToken)
    {
        ToolSkills skills = tools.Apply(
            found.Where(result => result.Skill is not null).Select(result => result.Skill!), cancellationToken);
        List<SkillFailure> failures = [.. found.SelectMany(result => result.Failures), .. skills.Failures, .. runtimes.Failures()];
        IReadOnlyList<SkillPolicies> compiled = policies.Compile(skills.Skills);
        failures.AddRange(compiled.SelectMany(result => result.Failures));
        SkillPolicies[] allowed = [.. compiled.Where(result => result.Failures.Count == 0)];
        Dictionary<SkillName, LockFinding> locked = CompareWithLock(allowed, cancellationToken);
        SkillFailure[] unlike = [.. locked.Values.SelectMany(finding => finding.Failures())];
        if (locks.Mode == LockMode.Enforce)
        {
            failures.AddRange(unlike);
            allowed = [.. allowed.Where(result => locked[result.Skill.Name].IsApproved)];
        }

        FunctionSet functions = SkillFunctions.Create(
            allowed.SelectMany(skill => MakeCallables(skill, locked.GetValueOrDefault(skill.Skill.Name))), invoker, approvals);
        failures.AddRange(functions.Failures);
        return new SkillCatalog([.. allowed.Select(result => result.Skill)], functions.Functions, failures)
        {
            Warnings = locks.Mode == LockMode.Warn ? unlike : [],
            Unlisted = [.. skills.Unlisted.Where(name => allowed.Any(result => result.Skill.Name == name))],
        };
    }

    private Dictionary<SkillName, LockFinding> CompareWithLock(SkillPolicies[] allowed, CancellationToken cancellationToken) =>
        locks.Mode == LockMode.Off ? [] : locks.Compare(allowed, cancellationToken).ToDictionary(finding => finding.Skill.Name);

    private IEnumerable<Callable> MakeCallables(SkillPolicies allowed, LockFinding? locked)
    {
        string? files = locks.Mode == LockMode.Enforce ? locked?.ApprovedFiles : null;
        bool unlisted = allowed.Skill is { Protocol: SkillProtocol.Mcp, ToolsHash: null };
        foreach (FunctionDefinition function in unlisted ? [] : allowed.Skill.Functions)
        {
            JsonSchema? output = function.OutputSchema is { } schema ? JsonSchema.Compile(schema) : null;
            yield return new Callable(
                allowed.Skill, function, allowed.Functions[function.Name], JsonSchema.Compile(function.InputSchema), output)
            {
                ApprovedFiles = files,
            };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Debug, "Loaded {Skills} skills with {Functions} functions; {Failures} failures")]
        public static partial void Loaded(ILogger logger, int skills, int functions, int failures);

        [LoggerMessage(8002, LogLevel.Warning, "Skills are left out for {Failures} failures, all in the catalog; the first is {Failure}")]
        public static partial void LeftOut(ILogger logger, int failures, SkillFailure failure);

        [LoggerMessage(8003, LogLevel.Warning, "Skills serve although they are not as approved, in {Count} places; the first is {First}")]
        public static partial void NotAsApproved(ILogger logger, int count, SkillFailure first);
    }
}
