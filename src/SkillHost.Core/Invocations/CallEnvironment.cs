using SkillHost.Egress;
using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Skills;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>Describes the process of one call. Arguments are in none of it; they go to its standard input.</summary>
internal static class CallEnvironment
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const string ProgressDescriptor = "3";
    private static readonly string[] LocaleNames = ["LANG", "LC_ALL", "LC_CTYPE"];

    // Fits one frame with room to spare, so that it travels with the start.
    private const int LongestWithStart = 32 * 1024;

    // Process 1 waits a little longer than the host, whose own clock decides as long as it lives.
    private static readonly TimeSpan InitGrace = TimeSpan.FromSeconds(2);

    /// <summary>The process, with its input where that is short.</summary>
    public static ProcessStart Make(CallContext call, SkillImage image, SandboxPolicy policy, ReadOnlyMemory<byte> input)
    {
        bool whole = GoesWithStart(input);
        bool progress = call.Options.OnEvent is not null;
        ProcessStart start = new()
        {
            Arguments = call.Function.Function.Command,
            Environment = Variables(call, image, progress),
            WorkingDirectory = image.WorkingDirectory,
            Deadline = policy.Limits.Timeout + InitGrace,
            Progress = progress,
            Input = whole ? input : default,
            EndInput = whole,
        };
        return ProcessGifts.Add(start, policy, call.Secrets, call.Options.Files);
    }

    /// <summary>
    /// The process of an MCP server, which is started before any call is known: the skill's own command, or its runtime's runner with the
    /// module and, where the manifest lists them, the functions.
    /// </summary>
    public static ProcessStart MakeServer(Skill skill, SkillImage image, SandboxPolicy policy)
    {
        bool listed = skill.Source.Places.ContainsKey("functions");
        string[] functions = listed ? [.. skill.Functions.Select((function, i) => Listed(skill, function, i))] : [];
        return new ProcessStart
        {
            Arguments = skill.Command.Count > 0
                ? skill.Command
                : [.. image.Runner, skill.ModuleName, .. functions.Length > 0 ? [string.Join(',', functions)] : Array.Empty<string>()],
            Environment = Variables(skill, image, policy),
            WorkingDirectory = image.WorkingDirectory,
        };
    }

    // A runner that finds no types in the code must know which functions give JSON: those with an output schema of the manifest's.
    private static string Listed(Skill skill, FunctionDefinition function, int index) =>
        function.Name + (skill.Source.Places.ContainsKey($"functions[{index}].outputSchema") ? "=" : "");

    /// <summary>Whether <paramref name="input"/> is short enough to be sent with the start; otherwise it is written afterwards.</summary>
    public static bool GoesWithStart(ReadOnlyMemory<byte> input) => input.Length <= LongestWithStart;

    /// <summary>What the process of a call of <paramref name="function"/> finds in its environment.</summary>
    public static Dictionary<string, string> Variables(Callable function, SkillImage image, string id)
    {
        Dictionary<string, string> variables = Variables(function.Skill, image, function.Policy);
        variables["SKILL_FUNCTION"] = function.Function.Name;
        variables["SKILL_INVOCATION_ID"] = id;
        return variables;
    }

    private static Dictionary<string, string> Variables(Skill skill, SkillImage image, SandboxPolicy policy)
    {
        Dictionary<string, string> variables = new(image.Environment)
        {
            ["HOME"] = "/tmp",
            ["SKILL_NAME"] = skill.Name.Value,
        };
        variables.TryAdd("PATH", DefaultPath);
        if (!LocaleNames.Any(variables.ContainsKey))
        {
            // Says the same as LANG would, and a C library has one file to read for it in place of a dozen.
            variables["LC_CTYPE"] = "C.UTF-8";
        }

        foreach ((string name, string value) in ProxyVariables.Of(policy.Egress))
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
