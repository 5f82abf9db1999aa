using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkillHost.Audit;

/// <summary>
/// How entries are written. The encoder is the strict one: no control character and no letter beyond ASCII stands in a line.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class AuditJson : JsonSerializerContext;
