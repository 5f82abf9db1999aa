using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.Mcp.Http;

namespace SkillHost.Mcp;

/// <summary>Puts the door into a web server.</summary>
public static class McpEndpoints
{
    /// <summary>
    /// Serves Streamable HTTP of the Model Context Protocol at <paramref name="pattern"/>: POST, and for clients with sessions GET and
    /// DELETE. Who may come in, by which host name and from which origin, is for the server to decide before; a session belongs to the
    /// name of the user who began it. Needs <see cref="McpServices.AddSkillHostMcp"/>.
    /// </summary>
    /// <param name="endpoints">Where to put it.</param>
    /// <param name="pattern">Path; default <c>/mcp</c>.</param>
    public static IEndpointConventionBuilder MapSkillHostMcp(this IEndpointRouteBuilder endpoints, string pattern = "/mcp")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        HttpDoor door = endpoints.ServiceProvider.GetService<HttpDoor>()
            ?? throw new InvalidOperationException($"{nameof(MapSkillHostMcp)} needs {nameof(McpServices.AddSkillHostMcp)} before");
        RouteGroupBuilder group = endpoints.MapGroup(pattern);
        group.MapPost("", (HttpContext context) => door.PostAsync(context));
        group.MapGet("", (HttpContext context) => door.GetAsync(context));
        group.MapDelete("", (HttpContext context) => door.DeleteAsync(context));
        return group;
    }
}
