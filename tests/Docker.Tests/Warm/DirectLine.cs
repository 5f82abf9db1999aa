using SkillHost.Containers;

namespace SkillHost.Docker.Tests.Warm;

/// <summary>What process 1 of a container has as its streams.</summary>
internal static class DirectLine
{
    /// <summary>What a descriptor of process 1 is; empty where it is nothing.</summary>
    public static string LinkOf(ContainerState? state, int descriptor) =>
        new FileInfo($"/proc/{state?.ProcessId}/fd/{descriptor}").LinkTarget ?? "";

    /// <summary>Waits until process 1 has moved, which it does a little after its container runs.</summary>
    public static async Task UntilTakenAsync(IContainerEngine engine, string container)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
        ContainerState? state = await engine.FindAsync(container, deadline.Token);
        while (!LinkOf(state, 0).StartsWith("socket:", StringComparison.Ordinal))
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
