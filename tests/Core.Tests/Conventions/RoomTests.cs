using System.Reflection;
using System.Text.RegularExpressions;
using SkillHost.Schemas;

namespace SkillHost.Core.Tests.Conventions;

/// <summary>Which room of Core may know which. An arrow is added here by decision, not by need.</summary>
public sealed partial class RoomTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Audit"] = [],
        ["Containers"] = [],
        ["Schemas"] = [],
        ["Skills"] = ["Schemas"],
        ["Policies"] = ["Skills", "Containers"],
        ["Secrets"] = ["Skills"],
        ["Images"] = ["Skills", "Policies", "Containers"],
        ["Approvals"] = ["Skills", "Policies", "Containers", "Images"],
        ["Sandboxes"] = ["Skills", "Images", "Policies", "Containers", "Wire"],
        ["Egress"] = ["Policies", "Sandboxes", "Wire"],
        ["Mcp"] = ["Sandboxes", "Schemas", "Wire"],
        ["Invocations"] =
        [
            "Egress", "Skills", "Policies", "Images", "Sandboxes", "Containers", "Schemas", "Wire", "Audit", "Secrets", "Approvals", "Mcp",
        ],
        ["Tools"] = ["Skills", "Schemas", "Policies", "Images", "Sandboxes", "Mcp", "Invocations"],
        ["Functions"] = ["Skills", "Policies", "Invocations", "Schemas", "Approvals"],
        ["Hosting"] =
        [
            "Audit", "Containers", "Schemas", "Skills", "Policies", "Images", "Sandboxes", "Egress", "Invocations", "Functions", "Secrets",
            "Wire", "Approvals", "Mcp", "Tools",
        ],
    };

    [Fact]
    public void Rooms_OfCore_KnowOnlyRoomsTheyMayKnow()
    {
        string[] wrong =
        [
            .. Arrows().Where(a => !Allowed.TryGetValue(a.From, out string[]? to) || !to.Contains(a.To))
                .Select(a => $"{a.File}: {a.From} may not know {a.To}"),
        ];

        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
        Assert.Contains(Arrows(), a => a is { From: "Skills", To: "Schemas" });
    }

    [Fact]
    public void Allowed_Arrows_NeverLeadInACircle()
    {
        foreach (string room in Allowed.Keys)
        {
            HashSet<string> reached = [];
            Queue<string> open = new(Allowed[room]);
            while (open.TryDequeue(out string? next))
            {
                foreach (string further in reached.Add(next) ? Allowed.GetValueOrDefault(next, []) : [])
                {
                    open.Enqueue(further);
                }
            }

            Assert.DoesNotContain(room, reached);
        }
    }

    [Fact]
    public void Allowed_EveryRoom_HasARowInTheArchitecture()
    {
        string[] rows = [.. Repository.Read("docs/architecture.md").Split('\n').Where(line => line.StartsWith('|'))];

        Assert.All(Allowed.Keys, room => Assert.Single(rows, row => row.StartsWith($"| `{room}` |", StringComparison.Ordinal)));
    }

    [Fact]
    public void Core_Assembly_KnowsNoEngineClientAndNoWebServer()
    {
        string[] references = [.. typeof(JsonSchema).Assembly.GetReferencedAssemblies().Select(a => a.Name!)];

        Assert.Contains("SkillHost.Wire", references);
        Assert.DoesNotContain(references, r => r.StartsWith("SkillHost.", StringComparison.Ordinal) && r != "SkillHost.Wire");
        Assert.DoesNotContain(references, r => r.StartsWith("Docker", StringComparison.Ordinal));
        Assert.DoesNotContain(references, r => r.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Wire_Assembly_KnowsNothingOfTheProject()
    {
        Assembly wire = Assembly.Load("SkillHost.Wire");

        Assert.DoesNotContain(wire.GetReferencedAssemblies(), a => a.Name!.StartsWith("SkillHost", StringComparison.Ordinal));
        Assert.Equal("SkillHost.Wire", wire.GetName().Name);
    }

    private static IEnumerable<(string File, string From, string To)> Arrows()
    {
        foreach (string file in Repository.Sources("src/SkillHost.Core"))
        {
            string from = file.Split('/')[2];
            IEnumerable<string> mentioned = Mention().Matches(Repository.Read(file)).Select(m => m.Groups[1].Value);
            foreach (string to in mentioned.Distinct().Where(to => to != from))
            {
                yield return (file, from, to);
            }
        }
    }

    // Usings, and names qualified in place.
    [GeneratedRegex(@"(?<!^namespace )\bSkillHost\.([A-Z]\w+)", RegexOptions.Multiline)]
    private static partial Regex Mention();
}
