using SkillHost.Schemas.Keywords;

namespace SkillHost.Schemas.Compilation;

/// <summary>Finds schemas that lead back to themselves for one and the same value, which no walk would ever end.</summary>
internal static class LoopFinder
{
    /// <summary>A schema on such a loop, or null.</summary>
    public static SchemaNode? Find(IEnumerable<SchemaNode> nodes)
    {
        HashSet<SchemaNode> done = [];
        HashSet<SchemaNode> onPath = [];
        Stack<(SchemaNode Node, bool Leaving)> open = [];
        foreach (SchemaNode start in nodes)
        {
            open.Push((start, false));
            while (open.TryPop(out (SchemaNode Node, bool Leaving) at))
            {
                if (at.Leaving)
                {
                    onPath.Remove(at.Node);
                    done.Add(at.Node);
                }
                else if (onPath.Contains(at.Node))
                {
                    return at.Node;
                }
                else if (!done.Contains(at.Node))
                {
                    Enter(at.Node, open, onPath);
                }
            }
        }

        return null;
    }

    private static void Enter(SchemaNode node, Stack<(SchemaNode Node, bool Leaving)> open, HashSet<SchemaNode> onPath)
    {
        onPath.Add(node);
        open.Push((node, true));
        foreach (SchemaNode next in node.InPlace)
        {
            open.Push((next, false));
        }
    }
}
