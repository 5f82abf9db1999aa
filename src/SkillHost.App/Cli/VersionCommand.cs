using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using SkillHost.App.Cli.Rendering;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost version</c></summary>
internal sealed class VersionCommand(Terminal terminal, GlobalOptions options)
    : CliCommand("version", "Print the version of the program and of .NET", terminal, options)
{
    public override IReadOnlyList<string> Examples => ["skillhost version", "skillhost version --json"];

    protected override Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        Assembly program = typeof(VersionCommand).Assembly;
        string version = program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new { version, runtime = RuntimeInformation.FrameworkDescription });
        }
        else
        {
            Terminal.Out.WriteLine($"skillhost {version} ({RuntimeInformation.FrameworkDescription})");
        }

        return Task.FromResult(ExitCodes.Ok);
    }
}
