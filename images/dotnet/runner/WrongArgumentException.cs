using System;

namespace SkillHost.Runner;

/// <summary>An argument that its parameter cannot take; the message names it and is for a model.</summary>
public sealed class WrongArgumentException(string message) : Exception(message);
