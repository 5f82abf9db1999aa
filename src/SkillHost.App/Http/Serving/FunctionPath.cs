using Microsoft.AspNetCore.Http;
using SkillHost.App.Cli;
using SkillHost.App.Cli.Rendering;
using SkillHost.Functions;
using SkillHost.Hosting;

namespace SkillHost.App.Http.Serving;

/// <summary>Finds the function that a path names.</summary>
internal static class FunctionPath
{
    /// <summary>Name of the path's part.</summary>
    public const string Part = "function";

    /// <summary>
    /// The function; throws <see cref="RefusedException"/> with the nearest names, or with what is wrong with its folder.
    /// </summary>
    public static SkillFunction Find(HttpContext context, SkillCatalog catalog)
    {
        string name = context.Request.RouteValues[Part] as string ?? "";
        try
        {
            return FunctionFinder.Find(catalog, name);
        }
        catch (UsageException e)
        {
            throw new RefusedException(StatusCodes.Status404NotFound, SafeText.Clean(e.Message));
        }
    }
}
