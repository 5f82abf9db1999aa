using Microsoft.AspNetCore.Http;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Http.Serving;
using SkillHost.Hosting;

namespace SkillHost.App.Http.Listing;

/// <summary>What there is to call.</summary>
internal sealed class CatalogAnswers(ISkillHost host)
{
    /// <summary><c>GET /v1/functions</c>.</summary>
    public Task ListAsync(HttpContext context) =>
        Answer.WriteAsync(context, StatusCodes.Status200OK, new { functions = host.Catalog.Functions.Select(FunctionRow.Of) });

    /// <summary><c>GET /v1/functions/{function}</c>.</summary>
    public Task ShowAsync(HttpContext context) =>
        Answer.WriteAsync(context, StatusCodes.Status200OK, FunctionRow.Of(FunctionPath.Find(context, host.Catalog)));

    /// <summary><c>GET /v1/skills</c>.</summary>
    public Task ListSkillsAsync(HttpContext context)
    {
        SkillCatalog catalog = host.Catalog;
        return Answer.WriteAsync(context, StatusCodes.Status200OK, new
        {
            skills = catalog.Skills.Select(skill => SkillRow.Of(skill, catalog)),
            failures = catalog.Failures,
            warnings = catalog.Warnings,
        });
    }
}
