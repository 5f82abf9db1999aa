using System.Text.Json.Serialization;

namespace SkillHost.Tools;

[JsonSerializable(typeof(ToolRecord))]
internal sealed partial class ToolRecordJson : JsonSerializerContext;
