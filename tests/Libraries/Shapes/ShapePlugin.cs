using System.ComponentModel;

namespace SkillHost.Tests.Libraries.Shapes;

/// <summary>A plugin as it is written for a kernel.</summary>
public sealed class ShapePlugin
{
    [KernelFunction("which_runner"), Description("Which assembly of the runner's name this library sees.")]
    public string WhichRunner() => Runner.Program.Version;

    [KernelFunction, Description("Area of a circle.")]
    public ValueTask<double> CircleAreaAsync([Description("In metres.")] double radius) => ValueTask.FromResult(Math.PI * radius * radius);

    [Description("No function, since others are marked.")]
    public int Helper() => 1;
}
