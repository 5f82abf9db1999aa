namespace SkillHost.Docker.Baseline.Bodies;

/// <summary>A mount. The typed form, because the engine makes up missing folders for the textual one.</summary>
internal sealed record MountBody(string Type, string Source, string Target, bool ReadOnly, BindBody BindOptions);
