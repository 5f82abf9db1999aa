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
            o.AllowBuildNetwork = ["*"];
            o.Registry = "team";
            o.MinimumFreeBytes = -1;
        });
        using ServiceProvider provider = services.BuildServiceProvider();

        var thrown = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<ImageOptions>>().Value);

        Assert.Equal(6, thrown.Failures.Count());
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
