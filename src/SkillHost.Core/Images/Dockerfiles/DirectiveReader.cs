using System.Text.RegularExpressions;

namespace SkillHost.Images.Dockerfiles;

/// <summary>Reads the directives in a Dockerfile's first comments.</summary>
internal sealed partial class DirectiveReader(DockerfileFailures failures)
{
    private bool _instructionsBegan;
    private bool _directivesEnded;
    private bool _escapeSeen;

    /// <summary>Escape character. Default a backslash.</summary>
    public char Escape { get; private set; } = '\\';

    /// <summary>Reads a comment line, <c>#</c> included.</summary>
    public void ReadComment(int line, string comment)
    {
        Match directive = Directive().Match(comment);
        string name = directive.Groups["name"].Value.ToLowerInvariant();
        if (name == "syntax" && !_instructionsBegan)
        {
            // Refused wherever a builder could still take it for a directive.
            failures.Add(line, comment, "no syntax directive: the engine's own builder reads the file");
        }
        else if (name == "escape" && !_directivesEnded)
        {
            ReadEscape(line, comment, directive.Groups["value"].Value);
        }

        _directivesEnded |= !directive.Success;
    }

    /// <summary>Ends the directives: an instruction was met.</summary>
    public void End()
    {
        _directivesEnded = true;
        _instructionsBegan = true;
    }

    private void ReadEscape(int line, string comment, string value)
    {
        if (_escapeSeen || value is not ("\\" or "`"))
        {
            failures.Add(line, comment, "one escape directive at most, a backslash or a backtick");
            return;
        }

        _escapeSeen = true;
        Escape = value[0];
    }

    [GeneratedRegex(@"^#\s*(?<name>[A-Za-z][A-Za-z0-9]*)\s*=\s*(?<value>.+?)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Directive();
}
