using System.Globalization;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary>One step down into a value: a property's name, or an item's index.</summary>
internal readonly record struct PathToken(string? Name, int Index)
{
    /// <inheritdoc />
    public override string ToString() =>
        Name is null ? Index.ToString(CultureInfo.InvariantCulture) : JsonPointer.Escape(Quote.Text(Name));
}
