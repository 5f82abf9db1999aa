using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SkillHost.Approvals;
using SkillHost.Audit;
using SkillHost.Containers;
using SkillHost.Egress;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Sandboxes.Held;
using SkillHost.Sandboxes.Pools;
using SkillHost.Schemas;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>The call side on a fake engine: what a test calls, and everything it can look at afterwards.</summary>
internal sealed class CallHost : IAsyncDisposable
{
    private readonly TempFolder? _ownState;
    private readonly ServiceProvider _services;

    public CallHost(
        Action<SandboxOptions>? sandboxes = null, string? state = null, FakeContainerEngine? engine = null, ManualTime? time = null,
        Action<ApprovalOptions>? approvals = null, IHostResolver? names = null, Action<WarmOptions>? warm = null,
        Action<HeldOptions>? held = null)
    {
        Engine = engine ?? new FakeContainerEngine();
        Time = time ?? new ManualTime();
        _ownState = state is null ? new TempFolder() : null;
        ServiceCollection services = new();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IContainerEngine>(Engine);
        services.AddSingleton<IImageBuilder>(Images);
        services.AddSingleton<IRuntimeProfiles, NoRuntimes>();
        services.AddSingleton(new StateFolder(state ?? _ownState!.Path));
        // Beside a state folder that a test has made unusable, so that the audit log is not what fails.
        string writable = (File.Exists(state) ? Path.GetDirectoryName(state) : state) ?? _ownState!.Path;
        services.AddSingleton(new AuditFolder(Path.Combine(writable, "audit")));
        services.AddPolicies().AddSandboxes().AddAudit().AddEgress().AddInvocations();
        if (names is not null)
        {
            services.AddSingleton(names);
        }

        services.Configure<AuditOptions>(audit => audit.MinimumFreeBytes = 0);
        services.Configure(sandboxes ?? (_ => { }));
        services.Configure(approvals ?? (_ => { }));
        services.Configure(warm ?? (_ => { }));
        services.Configure(held ?? (_ => { }));
        _services = services.BuildServiceProvider();
    }

    public FakeContainerEngine Engine { get; }

    public FakeImages Images { get; } = new();

    public ManualTime Time { get; }

    public LogLines Log { get; } = new();

    public static SandboxPolicy Policy { get; } = new()
    {
        Limits = new ResourceLimits { Timeout = TimeSpan.FromSeconds(7), OutputBytes = 1000, MemoryBytes = 64 << 20, TmpBytes = 16 << 20 },
        FirstUserId = 100_000,
    };

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static Callable Function(
        string skill = "probe", string? output = null, string input = """{"type":"object"}""", SandboxPolicy? policy = null,
        int warm = 0, SkillIsolation isolation = SkillIsolation.Fresh)
    {
        FunctionDefinition function = new()
        {
            Name = "run",
            Description = "Runs.",
            InputSchema = JsonElement.Parse(input),
            OutputSchema = output is null ? null : JsonElement.Parse(output),
            Command = ["sh", "-c", "work"],
        };
        Skill made = new()
        {
            Name = new SkillName(skill),
            Version = "1.0.0",
            Description = "For tests.",
            Folder = "/nowhere",
            Warm = warm,
            Isolation = isolation,
            Policy = new PolicyRequest(),
            Functions = [function],
            Source = new SourceMap("probe/skill.yaml", new Dictionary<string, SourcePlace>()),
        };
        return new Callable(
            made, function, policy ?? Policy, JsonSchema.Compile(function.InputSchema),
            function.OutputSchema is { } schema ? JsonSchema.Compile(schema) : null);
    }

    public Task<InvocationResult> CallAsync(
        string arguments = "{}", Callable? function = null, InvocationOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Get<IInvoker>()
            .InvokeAsync(function ?? Function(), Encoding.UTF8.GetBytes(arguments), options ?? new InvocationOptions(), cancellationToken);

    public async Task StartAsync()
    {
        foreach (IHostedService service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    public async Task StopAsync()
    {
        foreach (IHostedService service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Everything of this host is over; what is left on the engine was leaked.</summary>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _ownState?.Dispose();
    }
}
