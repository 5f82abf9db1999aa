using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Skills;

/// <summary>The skill <c>storage</c> on a folder that somebody hostile has filled.</summary>
[Collection(ShippedSkills.Name)]
public sealed class StorageTests : IDisposable
{
    private readonly SkillsFolder _folder = new();

    public StorageTests()
    {
        _folder
            .Write("appsettings.json", $$"""
                {
                  "SkillHost": {
                    "SkillsFolder": "{{Repository.Root}}skills", "ImagesFolder": "{{Repository.Root}}images", "StateFolder": "state",
                    "Policies": {
                      "Mounts": { "storage": { "Path": "{{_folder.Root}}/shared" } },
                      "Skills": { "storage": { "Mounts": { "storage": "read" } } }
                    }
                  }
                }
                """)
            .Write("outside.txt", "outside\n")
            .Write("shared/plain/grüße.txt", "añb\n");
        string shared = Path.Combine(_folder.Root, "shared");
        File.CreateSymbolicLink(Path.Combine(shared, "passwd"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(shared, "root"), "/");
        File.CreateSymbolicLink(Path.Combine(shared, "inner"), "plain");
        File.WriteAllText(Path.Combine(shared, "forged\nname"), "");
    }

    public void Dispose() => _folder.Dispose();

    [EngineFact]
    public async Task List_FolderWithLinksAndForgedNames_NamesLinksAndFollowsNone()
    {
        JsonElement listed = Value(await CallAsync("list_files", new { recursive = true }));

        string[] seen = [.. listed.GetProperty("entries").EnumerateArray().Select(e => $"{e.GetProperty("type")} {e.GetProperty("path")}")];
        Assert.Equal(["link inner", "link passwd", "folder plain", "file plain/grüße.txt", "link root"], seen);
        Assert.Equal(1, listed.GetProperty("unnamed").GetInt32());
    }

    [EngineFact]
    public async Task List_MoreThanAskedFor_SaysSo()
    {
        JsonElement listed = Value(await CallAsync("list_files", new { limit = 2 }));

        Assert.Equal(2, listed.GetProperty("entries").GetArrayLength());
        Assert.True(listed.GetProperty("truncated").GetBoolean());
    }

    [EngineFact]
    public async Task Read_TextCutInACharacter_EndsBeforeItAndGoesOnAtNext()
    {
        JsonElement first = Value(await CallAsync("read", new { path = "plain/grüße.txt", limit = 4 }));
        JsonElement rest = Value(await CallAsync("read", new { path = "plain/grüße.txt", offset = first.GetProperty("next").GetInt64() }));

        Assert.Equal("añb", first.GetProperty("content").GetString());
        Assert.Equal("\n", rest.GetProperty("content").GetString());
        Assert.True(rest.GetProperty("end").GetBoolean());
    }

    [EngineFact]
    public async Task Read_PathsThatLeadOut_AreRefused()
    {
        string[] paths = ["../outside.txt", "/etc/passwd", "plain/../../outside.txt", "passwd", "root/etc/passwd", "inner/grüße.txt",
            "plain", "plain//x", "a\u0000b"];

        foreach (string path in paths)
        {
            ProgramResult result = await CallAsync("read", new { path });
            Assert.True(result.ExitCode == 10, $"{path}: exit code {result.ExitCode}\n{result.Out}{result.Error}");
            Assert.DoesNotContain("root:x", result.Out + result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("Traceback", result.Error, StringComparison.Ordinal);
        }
    }

    private Task<ProgramResult> CallAsync(string function, object arguments) => SkillHostProgram.RunAsync(
        _folder.Root, JsonSerializer.Serialize(arguments), ["run", $"storage.{function}", "--args", "-"]);

    private static JsonElement Value(ProgramResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        using JsonDocument document = JsonDocument.Parse(result.Out);
        return document.RootElement.Clone();
    }
}
