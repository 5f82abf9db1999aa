using SkillHost.Images;

namespace SkillHost.Core.Tests.Images;

/// <summary>Keeps progress as it comes.</summary>
internal sealed class Lines : IProgress<ImageBuildProgress>
{
    private readonly List<ImageBuildProgress> _all = [];

    public IReadOnlyList<ImageBuildProgress> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    public void Report(ImageBuildProgress value)
    {
        lock (_all)
        {
            _all.Add(value);
        }
    }
}
