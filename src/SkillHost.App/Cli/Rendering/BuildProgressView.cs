using System.Collections.Concurrent;
using SkillHost.Images;
using Spectre.Console;

namespace SkillHost.App.Cli.Rendering;

/// <summary>Shows builds as they go: a moving line per image on a terminal, nothing elsewhere unless asked for.</summary>
internal sealed class BuildProgressView(Terminal terminal, bool verbose)
{
    /// <summary>Runs <paramref name="build"/> with a receiver of its lines.</summary>
    public async Task<T> ShowAsync<T>(Func<IProgress<ImageBuildProgress>, Task<T>> build)
    {
        if (verbose || !terminal.ErrorIsLive)
        {
            return await build(new Lines(verbose ? terminal.Error : null));
        }

        return await terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new SpinnerColumn(), new ElapsedTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context => build(new Live(context, terminal.ErrorConsole.Profile.Width)));
    }

    private sealed class Lines(TextWriter? output) : IProgress<ImageBuildProgress>
    {
        public void Report(ImageBuildProgress value) => output?.WriteLine($"{value.Subject}: {SafeText.CleanLine(value.Line)}");
    }

    private sealed class Live(ProgressContext context, int width) : IProgress<ImageBuildProgress>
    {
        /// <summary>How the engine ends the output of a build, or of a pull, that went well.</summary>
        private static readonly string[] LastLines = ["Successfully tagged ", "Status: "];

        /// <summary>What stands in the last line of a push.</summary>
        private const string PushEnd = ": digest: sha256:";

        private readonly ConcurrentDictionary<string, ProgressTask> _tasks = new();

        public void Report(ImageBuildProgress value)
        {
            ProgressTask task = _tasks.GetOrAdd(value.Subject, subject => context.AddTask(Markup.Escape(subject)).IsIndeterminate());
            task.Description = $"[bold]{Markup.Escape(value.Subject)}[/] [grey]{Markup.Escape(Cut(value))}[/]";
            if (IsLast(value.Line) && _tasks.TryRemove(value.Subject, out _))
            {
                task.StopTask();
            }
        }

        private static bool IsLast(string line) =>
            line.Contains(PushEnd, StringComparison.Ordinal) || LastLines.Any(last => line.StartsWith(last, StringComparison.Ordinal));

        private string Cut(ImageBuildProgress value)
        {
            int room = Math.Max(10, width - value.Subject.Length - 20);
            return Tables.Cut(SafeText.CleanLine(value.Line), room);
        }
    }
}
