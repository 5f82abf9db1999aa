using System.Text.Json.Serialization;

namespace SkillHost.Docker.Addresses;

/// <summary>Generated readers of the client's configuration files.</summary>
[JsonSerializable(typeof(DockerConfigFile))]
[JsonSerializable(typeof(DockerContextFile))]
internal sealed partial class AddressesJson : JsonSerializerContext;
