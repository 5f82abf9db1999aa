using System.Text.Json.Serialization;

namespace SkillHost.Docker.Transport;

/// <summary>Generated readers of failures.</summary>
[JsonSerializable(typeof(EngineErrorBody))]
internal sealed partial class TransportJson : JsonSerializerContext;
