using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Skills;

/// <summary>The skill <c>image-resize</c>: its sizes, and pictures that are larger than they look.</summary>
[Collection(ShippedSkills.Name)]
public sealed class ImageResizeTests
{
    /// <summary>A PNG of a few bytes whose header promises 5000 × 5000 pixels.</summary>
    private const string Bomb =
        "iVBORw0KGgoAAAANSUhEUgAAE4gAABOICAIAAADS+hCcAAAAC0lEQVR42mNggAIAAAkAAWj2z04AAAAASUVORK5CYII=";

    [EngineFact]
    public async Task Resize_Samples_HaveTheSizesAndFormatsAskedFor()
    {
        await ResizesAsync("""{"file":"harbour.png","width":60}""", "png", 60, 40);
        await ResizesAsync("""{"file":"harbour.png","width":60,"height":10}""", "png", 15, 10);
        await ResizesAsync("""{"file":"harbour.jpg","height":80}""", "jpeg", 120, 80);
        await ResizesAsync("""{"file":"harbour.jpg","width":30,"height":50,"fit":"cover","format":"png"}""", "png", 30, 50);
    }

    [EngineFact]
    public async Task Info_HeaderOfAPictureTooLargeToUnpack_IsRefusedByItsSize()
    {
        ProgramResult result = await CallAsync("info", $$"""{"image":"{{Bomb}}"}""");

        Assert.Equal(10, result.ExitCode);
        Assert.Contains("5000 × 5000", result.Error, StringComparison.Ordinal);
    }

    private static async Task ResizesAsync(string arguments, string format, int width, int height)
    {
        ProgramResult result = await CallAsync("resize_file", arguments);

        Assert.True(result.ExitCode == 0, result.Error);
        using JsonDocument document = JsonDocument.Parse(result.Out);
        JsonElement value = document.RootElement;
        byte[] image = value.GetProperty("image").GetBytesFromBase64();
        Assert.Equal(format, value.GetProperty("format").GetString());
        Assert.Equal((width, height), (value.GetProperty("width").GetInt32(), value.GetProperty("height").GetInt32()));
        Assert.Equal(value.GetProperty("bytes").GetInt32(), image.Length);
        Assert.Equal(format == "png" ? (byte)0x89 : (byte)0xFF, image[0]);
    }

    private static Task<ProgramResult> CallAsync(string function, string arguments) =>
        SkillHostProgram.RunAsync(Repository.Root, arguments, ["run", $"image-resize.{function}", "--args", "-"]);
}
