namespace SkillHost.App.Tests.Running;

/// <summary>What one run of the program came to.</summary>
/// <param name="ExitCode">Exit code.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record ProgramResult(int ExitCode, string Out, string Error);
