using System.Text.Json.Serialization;

namespace SkillHost.Images.Building;

[JsonSerializable(typeof(ImageRecord))]
internal sealed partial class ImageRecordJson : JsonSerializerContext;
