using SkillHost.Egress;
using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>Describes the process of one call. Arguments are in none of it; they go to its standard input.</summary>
internal static class CallEnvironment
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const string ProgressDescriptor = "3";

    // Fits one frame with room to spare, so that it travels with the start.
    private const int LongestWithStart = 32 * 1024;

    // Process 1 waits a little longer than the host, whose own clock decides as long as it lives.
    private static readonly TimeSpan InitGrace = TimeSpan.FromSeconds(2);

    /// <summary>The process, with its input where that is short.</summary>
    public static ProcessStart Make(CallContext call, SkillImage image, SandboxPolicy policy, ReadOnlyMemory<byte> input)
    {
        bool whole = GoesWithStart(input);
        bool progress = call.Options.OnEvent is not null;
        return new ProcessStart
        {
            Arguments = call.Function.Function.Command,
            Environment = Variables(call, image, progress),
            WorkingDirectory = image.WorkingDirectory,
            Deadline = policy.Limits.Timeout + InitGrace,
            Progress = progress,
            Input = whole ? input : default,
            EndInput = whole,
        };
    }

    /// <summary>Whether <paramref name="input"/> is short enough to be sent with the start; otherwise it is written afterwards.</summary>
    public static bool GoesWithStart(ReadOnlyMemory<byte> input) => input.Length <= LongestWithStart;

    /// <summary>What the process of a call of <paramref name="function"/> finds in its environment.</summary>
    public static Dictionary<string, string> Variables(Callable function, SkillImage image, string id)
    {
        Dictionary<string, string> variables = new(image.Environment)
        {
            ["HOME"] = "/tmp",
            ["LANG"] = "C.UTF-8",
            ["SKILL_NAME"] = function.Skill.Name.Value,
            ["SKILL_FUNCTION"] = function.Function.Name,
            ["SKILL_INVOCATION_ID"] = id,
        };
        variables.TryAdd("PATH", DefaultPath);
        foreach ((string name, string value) in ProxyVariables.Of(function.Policy.Egress))
        {
            variables[name] = value;
        }

        return variables;
    }

    private static Dictionary<string, string> Variables(CallContext call, SkillImage image, bool progress)
    {
        Dictionary<string, string> variables = Variables(call.Function, image, call.Id);
        if (progress)
        {
            variables["SKILL_PROGRESS_FD"] = ProgressDescriptor;
        }

        return variables;
    }
}
