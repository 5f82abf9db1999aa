using System.Text.Json.Serialization;

namespace SkillHost.Docker.Info;

/// <summary>Generated readers of the engine's account of itself.</summary>
[JsonSerializable(typeof(InfoBody))]
internal sealed partial class InfoJson : JsonSerializerContext;
