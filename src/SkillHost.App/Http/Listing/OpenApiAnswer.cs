using Microsoft.AspNetCore.Http;
using SkillHost.App.Http.Serving;
using SkillHost.Hosting;

namespace SkillHost.App.Http.Listing;

/// <summary><c>GET /v1/openapi.json</c>.</summary>
internal sealed class OpenApiAnswer(ISkillHost host)
{
    /// <summary>Writes the document of what is loaded now.</summary>
    public Task WriteAsync(HttpContext context) =>
        Answer.WriteAsync(context, StatusCodes.Status200OK, OpenApiDocument.Of(host.Catalog.Functions));
}
