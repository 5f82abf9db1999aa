using System;

namespace SkillHost.Runner;

/// <summary>A library or function that cannot be served; the message says what was seen and what is wanted.</summary>
public sealed class RefusedException(string message) : Exception(message);
