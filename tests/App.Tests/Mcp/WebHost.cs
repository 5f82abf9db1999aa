using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.Docker;
using SkillHost.Hosting;
using SkillHost.Mcp;

namespace SkillHost.App.Tests.Mcp;

/// <summary>A web server of somebody's own, with the door in it, on a free port of this machine.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _web;

    private WebHost(WebApplication web) => _web = web;

    /// <summary>Where clients go.</summary>
    public Uri Address => new(_web.Urls.Single() + "/mcp");

    /// <summary>Starts it over the skills of <paramref name="root"/>.</summary>
    public static async Task<WebHost> StartAsync(string root, string images)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SkillHost:SkillsFolder"] = Path.Combine(root, "skills"),
            ["SkillHost:ImagesFolder"] = images,
            ["SkillHost:StateFolder"] = Path.Combine(root, "state-web"),
            ["SkillHost:Warm:Enabled"] = "false",
        });
        builder.Services.AddRoutingCore().AddLogging();
        builder.Services.AddSkillHost(builder.Configuration).AddDockerEngine().AddSkillHostMcp();
        WebApplication web = builder.Build();
        web.MapSkillHostMcp();
        await web.StartAsync();
        await web.Services.GetRequiredService<ISkillHost>().LoadAsync();
        return new WebHost(web);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }
}
