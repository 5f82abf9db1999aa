using System.Text.Json;

namespace SkillHost.Schemas.Compilation;

/// <summary>One place where a schema stands.</summary>
/// <param name="Resource">The resource it belongs to.</param>
/// <param name="Pointer">JSON Pointer in the resource's document.</param>
/// <param name="Element">What stands there.</param>
internal sealed record SchemaLocation(SchemaResource Resource, string Pointer, JsonElement Element)
{
    /// <summary>The place <paramref name="token"/> further down, which may begin a resource of its own.</summary>
    public SchemaLocation Down(string token, JsonElement element)
    {
        string pointer = $"{Pointer}/{Values.JsonPointer.Escape(token)}";
        return new SchemaLocation(Resource.Document.Resources.GetValueOrDefault(pointer, Resource), pointer, element);
    }
}
