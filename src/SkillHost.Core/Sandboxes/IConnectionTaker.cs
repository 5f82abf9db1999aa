using SkillHost.Wire.Multiplexing;

namespace SkillHost.Sandboxes;

/// <summary>Whoever deals with the connections made inside a sandbox. No member may block.</summary>
public interface IConnectionTaker
{
    /// <summary>
    /// A connection made inside, to the entry of that number, as far as the container can be believed. Whoever takes it disposes of it.
    /// </summary>
    void Connected(uint entry, MuxStream stream);

    /// <summary>A name was looked up inside that has no entry: up to 253 characters of anything. Not called for every one.</summary>
    void NameRefused(string name);
}
