using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Functions;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Schemas;
using SkillHost.Skills;

namespace SkillHost.Hosting;

/// <summary>Takes the skills along the line of loading: folder, skill, policy, function. A reload swaps one reference.</summary>
internal sealed partial class SkillHostService(
    ISkillLoader loader,
    IPolicyCompiler policies,
    RuntimeProfiles runtimes,
    IInvoker invoker,
    WarmKeeper warm,
    IOptions<SkillHostOptions> options,
    ILogger<SkillHostService> logger) : ISkillHost, IDisposable
{
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
            SkillCatalog catalog = Make(found);
            _catalog = catalog;
            warm.Load(catalog);
            Log.Loaded(logger, catalog.Skills.Count, catalog.Functions.Count, catalog.Failures.Count);
            if (catalog.Failures.Count > 0)
            {
                Log.LeftOut(logger, catalog.Failures.Count, catalog.Failures[0]);
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

    private SkillCatalog Make(IReadOnlyList<SkillLoadResult> found)
    {
        List<SkillFailure> failures = [.. found.SelectMany(result => result.Failures), .. runtimes.Failures()];
        IReadOnlyList<SkillPolicies> compiled =
            policies.Compile([.. found.Where(result => result.Skill is not null).Select(result => result.Skill!)]);
        failures.AddRange(compiled.SelectMany(result => result.Failures));
        SkillPolicies[] allowed = [.. compiled.Where(result => result.Failures.Count == 0)];
        FunctionSet functions = SkillFunctions.Create(allowed.SelectMany(MakeCallables), invoker);
        failures.AddRange(functions.Failures);
        return new SkillCatalog([.. allowed.Select(result => result.Skill)], functions.Functions, failures);
    }

    private static IEnumerable<Callable> MakeCallables(SkillPolicies allowed)
    {
        foreach (FunctionDefinition function in allowed.Skill.Functions)
        {
            JsonSchema? output = function.OutputSchema is { } schema ? JsonSchema.Compile(schema) : null;
            yield return new Callable(
                allowed.Skill, function, allowed.Functions[function.Name], JsonSchema.Compile(function.InputSchema), output);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Debug, "Loaded {Skills} skills with {Functions} functions; {Failures} failures")]
        public static partial void Loaded(ILogger logger, int skills, int functions, int failures);

        [LoggerMessage(8002, LogLevel.Warning, "Skills are left out for {Failures} failures, all in the catalog; the first is {Failure}")]
        public static partial void LeftOut(ILogger logger, int failures, SkillFailure failure);
    }
}
