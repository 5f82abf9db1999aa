using SkillHost.App.Cli;

return await new CommandLine(Terminal.OfProcess()).RunAsync(args);
