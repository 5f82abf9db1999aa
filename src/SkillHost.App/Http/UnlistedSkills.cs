using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SkillHost.Containers;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.App.Http;

/// <summary>Builds, once and in the background, the skills whose functions are known only after that, and loads again.</summary>
internal sealed partial class UnlistedSkills(ISkillHost host, IImageBuilder images, ILogger<UnlistedSkills> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        SkillCatalog catalog = host.Catalog;
        Skill[] unlisted = [.. catalog.Skills.Where(skill => catalog.Unlisted.Contains(skill.Name))];
        if (unlisted.Length == 0)
        {
            return;
        }

        try
        {
            IReadOnlyList<ImageBuildReport> reports = await images.BuildAsync(
                unlisted, new ImageBuildRequest(), new Progress<ImageBuildProgress>(), stoppingToken);
            foreach (ImageBuildReport report in reports.Where(report => report.Image is null))
            {
                Log.NotBuilt(logger, report.Skill.Value, report.Message);
            }

            await host.LoadAsync(stoppingToken);
        }
        catch (EngineException e)
        {
            Log.NotListed(logger, unlisted.Length, e);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9612, LogLevel.Error, "The functions of {Skill} are not known, since it could not be built: {Reason}")]
        public static partial void NotBuilt(ILogger logger, string skill, string reason);

        [LoggerMessage(9611, LogLevel.Error, "The functions of {Skills} skills are not known, since they could not be built")]
        public static partial void NotListed(ILogger logger, int skills, Exception exception);
    }
}
