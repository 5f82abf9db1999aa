using System.Text.Json.Serialization;
using SkillHost.Docker.Images.Bodies;

namespace SkillHost.Docker.Images;

/// <summary>Generated readers and writers of what is said about images.</summary>
[JsonSerializable(typeof(ImageBody))]
[JsonSerializable(typeof(IReadOnlyList<ImageRowBody>))]
[JsonSerializable(typeof(ProgressBody))]
[JsonSerializable(typeof(IReadOnlyList<BuildUlimitBody>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class ImagesJson : JsonSerializerContext;
