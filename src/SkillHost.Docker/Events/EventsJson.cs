using System.Text.Json.Serialization;
using SkillHost.Docker.Events.Bodies;

namespace SkillHost.Docker.Events;

/// <summary>Generated readers of events.</summary>
[JsonSerializable(typeof(EventBody))]
internal sealed partial class EventsJson : JsonSerializerContext;
