using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkillHost.Images;

namespace SkillHost.Core.Tests.Images;

public sealed class ImageOptionsTests
{
    [Fact]
    public void Options_SeveralOutOfBounds_AllErrorsAtOnce()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddImages().Configure<ImageOptions>(o =>
        {
            o.BuildTimeout = TimeSpan.Zero;
            o.BuildPids = 1;
            o.ApprovedBases = ["Not An Image"];
            o.AllowBuildNetwork = ["*", new string('a', 65)];
            o.Registry = "team";
            o.MinimumFreeBytes = -1;
        });
        using ServiceProvider provider = services.BuildServiceProvider();

        var thrown = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<ImageOptions>>().Value);

        Assert.Equal(7, thrown.Failures.Count());
        foreach (string key in (string[])["ApprovedBases", "AllowBuildNetwork", "Registry"])
        {
            Assert.Contains(thrown.Failures, failure => failure.StartsWith($"SkillHost:Images:{key}: seen ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Options_Defaults_Valid()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddImages();
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(TimeSpan.FromMinutes(10), provider.GetRequiredService<IOptions<ImageOptions>>().Value.BuildTimeout);
    }
}
