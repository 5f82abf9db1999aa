using System;
using System.Text.Json;

namespace SkillHost.Runner;

/// <summary>Where messages of the protocol go.</summary>
public interface IOutput
{
    /// <summary>Answers a request whose id is given as JSON.</summary>
    void Result(string id, Action<Utf8JsonWriter> result);

    /// <summary>Refuses a request.</summary>
    void Error(string id, int code, string message);

    /// <summary>Tells the caller something.</summary>
    void Notify(string method, Action<Utf8JsonWriter> parameters);
}
