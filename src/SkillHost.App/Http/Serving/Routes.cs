using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.App.Http.Access;
using SkillHost.App.Http.Calls;
using SkillHost.App.Http.Listing;
using SkillHost.Mcp;

namespace SkillHost.App.Http.Serving;

/// <summary>Every path of the door.</summary>
internal static class Routes
{
    /// <summary>Path of the function that <see cref="FunctionPath"/> finds.</summary>
    public const string Function = $"/v1/functions/{{{FunctionPath.Part}}}";

    /// <summary>Path of the Model Context Protocol.</summary>
    public const string Mcp = "/mcp";

    /// <summary>Maps all of them.</summary>
    public static void MapTo(IEndpointRouteBuilder paths)
    {
        IServiceProvider services = paths.ServiceProvider;
        Health health = services.GetRequiredService<Health>();
        CatalogAnswers catalog = services.GetRequiredService<CatalogAnswers>();
        Sessions sessions = services.GetRequiredService<Sessions>();
        Map(paths, HttpMethods.Get, "/healthz", Health.LiveAsync).WithMetadata(new OpenToAll());
        Map(paths, HttpMethods.Get, "/readyz", health.ReadyAsync).WithMetadata(new OpenToAll());
        Map(paths, HttpMethods.Get, "/v1/functions", catalog.ListAsync);
        Map(paths, HttpMethods.Get, Function, catalog.ShowAsync);
        Map(paths, HttpMethods.Get, "/v1/skills", catalog.ListSkillsAsync);
        Map(paths, HttpMethods.Get, "/v1/openapi.json", services.GetRequiredService<OpenApiAnswer>().WriteAsync);
        Map(paths, HttpMethods.Post, $"{Function}/invocations", services.GetRequiredService<Invocation>().CallAsync);
        Map(paths, HttpMethods.Post, "/v1/sessions", Sessions.MakeAsync);
        Map(paths, HttpMethods.Get, "/v1/sessions", sessions.ListAsync);
        Map(paths, HttpMethods.Delete, $"/v1/sessions/{{{Sessions.Part}}}", sessions.EndAsync);
        paths.MapSkillHostMcp(Mcp);
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder paths, string method, string path, RequestDelegate handler) =>
        paths.MapMethods(path, [method], handler);
}
