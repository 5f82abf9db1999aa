using System.Text.Json.Serialization;
using SkillHost.Docker.Containers.Bodies;

namespace SkillHost.Docker.Containers;

/// <summary>Generated readers of what the engine says about containers.</summary>
[JsonSerializable(typeof(CreatedBody))]
[JsonSerializable(typeof(InspectBody))]
[JsonSerializable(typeof(IReadOnlyList<RowBody>))]
internal sealed partial class ContainersJson : JsonSerializerContext;
