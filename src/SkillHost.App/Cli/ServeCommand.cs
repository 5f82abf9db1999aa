using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.App.Http;
using SkillHost.App.Http.Access;
using SkillHost.Hosting;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost serve</c>: the functions over HTTP, until it is stopped.</summary>
internal sealed class ServeCommand : CliCommand
{
    private const string Prefix = "SkillHost:" + HttpServices.Section;

    private readonly Option<string?> _listen = new("--listen", "--urls")
    {
        Description = "Address and port; port 0 for any that is free (default: http://127.0.0.1:7040)",
        HelpName = "URL",
    };

    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        Description = "File with the token, made with a new one where it is not there (default: http-token in the state folder)",
        HelpName = "FILE",
    };

    private readonly Option<bool> _noAuth = new("--no-auth") { Description = "Ask for no token; only where no other machine gets in" };
    private readonly Option<bool> _allowRemote = new("--allow-remote") { Description = "Let the address be one that other machines reach" };

    public ServeCommand(Terminal terminal, GlobalOptions options)
        : base("serve", "Serve the functions over HTTP until stopped", terminal, options)
    {
        foreach (Option option in (Option[])[_listen, _tokenFile, _noAuth, _allowRemote])
        {
            Options.Add(option);
        }
    }

    public override IReadOnlyList<string> Examples =>
    [
        "skillhost serve",
        "skillhost serve --listen http://127.0.0.1:8080 --token-file ~/.skillhost-token",
        "skillhost serve --listen http://127.0.0.1:0 --no-auth --json",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        SettingsRequest request = SettingsOf(parse) with { Overrides = Overrides(parse), KeepWarm = true };
        WebApplication app = HttpDoor.Build(request);
        await using Session session = Session.Checked(app);
        Callers callers = session.Get<Callers>();
        HttpDoor.Map(app);
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        FailureReport.Write(Terminal.Error, catalog.Failures);
        FailureReport.WriteWarnings(Terminal.Error, catalog.Warnings);
        await StartAsync(session, cancellationToken);
        await SayReadyAsync(session, callers, catalog, WantsJson(parse));
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped, which is how it always ends.
        }

        await Terminal.Error.WriteLineAsync("skillhost: stopping; calls under way are cancelled");
        return ExitCodes.Interrupted;
    }

    private static async Task StartAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            await session.StartAsync(cancellationToken);
        }
        catch (Exception e) when (AboutTheAddress(e) is { } fault)
        {
            string address = session.Get<IOptions<HttpOptions>>().Value.Listen;
            throw new UsageException($"cannot listen at {address}: {fault.GetBaseException().Message}");
        }
    }

    /// <summary>The host may have met others on its way out.</summary>
    private static Exception? AboutTheAddress(Exception e) => e is AggregateException all
        ? all.Flatten().InnerExceptions.FirstOrDefault(IsAboutTheAddress)
        : IsAboutTheAddress(e) ? e : null;

    private static bool IsAboutTheAddress(Exception e) => e is IOException or System.Net.Sockets.SocketException;

    private async Task SayReadyAsync(Session session, Callers callers, SkillCatalog catalog, bool json)
    {
        HttpOptions options = session.Get<IOptions<HttpOptions>>().Value;
        string address = session.Get<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? options.Listen;
        if (ListenAddress.TryParse(options.Listen) is { IsLoopback: false })
        {
            await Terminal.Error.WriteLineAsync(
                $"skillhost: WARNING: other machines reach {address}, and without TLS whoever is in between reads tokens and data; "
                + "put a proxy with TLS in front");
        }

        if (json)
        {
            Json.WriteLine(Terminal.Out, new { address, tokenFile = callers.File, functions = catalog.Functions.Count });
            return;
        }

        string functions = Amount.Count(catalog.Functions.Count, "function");
        string token = callers.File is { } file ? $"the token is in {file}"
            : callers.AreAsked ? $"the token is the one of {Prefix}:Token"
            : "no token is asked for";
        await Terminal.Out.WriteLineAsync($"{functions} at {address}; {token}; Ctrl-C stops");
    }

    private Dictionary<string, string?> Overrides(ParseResult parse)
    {
        Dictionary<string, string?> settings = [];
        if (parse.GetValue(_listen) is { } listen)
        {
            settings[$"{Prefix}:{nameof(HttpOptions.Listen)}"] = listen;
        }

        if (parse.GetValue(_tokenFile) is { } file)
        {
            settings[$"{Prefix}:{nameof(HttpOptions.TokenFile)}"] = Path.GetFullPath(file);
        }

        if (parse.GetValue(_noAuth))
        {
            settings[$"{Prefix}:{nameof(HttpOptions.NoAuth)}"] = "true";
        }

        if (parse.GetValue(_allowRemote))
        {
            settings[$"{Prefix}:{nameof(HttpOptions.AllowRemote)}"] = "true";
        }

        return settings;
    }
}
