namespace SkillHost.Tests.Libraries.Shapes;

/// <summary>Stands for the one of another package's namespace: it is known by its name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelFunctionAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}
