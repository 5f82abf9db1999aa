using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Sandboxes;

namespace SkillHost.Invocations;

/// <summary>
/// The container of a call as it would be without the host: the function's process is process 1, with the environment and under the limits
/// of a call. For people who want to see what happens inside; the host itself never starts one.
/// </summary>
public static class StandaloneCall
{
    private const string Id = "by-hand";

    /// <summary>The specification.</summary>
    public static ContainerSpec Make(Callable function, SkillImage image)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(image);
        return SandboxSpecs.Of(function.Policy, image, Id, function.Function.Command) with
        {
            Environment = CallEnvironment.Variables(function, image, Id),
            WorkingDirectory = image.WorkingDirectory,
        };
    }
}
