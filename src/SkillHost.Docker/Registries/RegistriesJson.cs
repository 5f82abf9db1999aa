using System.Text.Json.Serialization;

namespace SkillHost.Docker.Registries;

/// <summary>Generated writer of a login.</summary>
[JsonSerializable(typeof(RegistryLogin))]
internal sealed partial class RegistriesJson : JsonSerializerContext;
