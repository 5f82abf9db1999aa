using System.CommandLine;
using SkillHost.Invocations;

namespace SkillHost.App.Cli;

/// <summary>Files of <c>run</c>: sent along, and kept.</summary>
internal sealed class CallFiles
{
    private readonly Option<string[]> _files = new("--file")
    {
        Description = "A file the function finds as /in/NAME; as often as there are files",
        HelpName = "NAME=FILE",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Folder, new or empty, for the files it leaves in /out",
        HelpName = "DIR",
    };

    /// <summary>Adds the options to the verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_files);
        command.Options.Add(_out);
    }

    /// <summary>The files to send. Throws <see cref="UsageException"/> for one that is not there.</summary>
    public IReadOnlyList<InvocationFile> Read(ParseResult parse) => [.. (parse.GetValue(_files) ?? []).Select(Open)];

    /// <summary>Where files are kept, or null. Throws <see cref="UsageException"/> for a folder with something in it.</summary>
    public OutFolder? Folder(ParseResult parse) => parse.GetValue(_out) is { Length: > 0 } path ? OutFolder.Prepare(path) : null;

    private static InvocationFile Open(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        (string name, string path) = at > 0 ? (text[..at], text[(at + 1)..]) : (Path.GetFileName(text), text);
        if (!File.Exists(path))
        {
            throw new UsageException($"--file: seen {text}, wanted NAME=FILE, or just FILE, of a file that exists");
        }

        return InvocationFile.FromFile(name, path);
    }
}
