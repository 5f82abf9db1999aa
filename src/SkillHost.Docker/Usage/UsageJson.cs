using System.Text.Json.Serialization;
using SkillHost.Docker.Usage.Bodies;

namespace SkillHost.Docker.Usage;

/// <summary>Generated readers of what the engine measured.</summary>
[JsonSerializable(typeof(StatsBody))]
[JsonSerializable(typeof(DiskBody))]
internal sealed partial class UsageJson : JsonSerializerContext;
