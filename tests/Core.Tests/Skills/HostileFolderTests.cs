using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using SkillHost.Skills;

namespace SkillHost.Tests.Skills;

/// <summary>Folders made to stop or fool the reader. Each fails promptly by itself; the good skill beside it loads.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private readonly SkillsFolder _skills = new();

    public HostileFolderTests() => _skills.Write("zz-good/skill.yaml", Manifest.Named("zz-good"));

    public void Dispose() => _skills.Dispose();

    [SkippableTheory]
    [InlineData("skill.yaml", "a named pipe")]
    [InlineData("Dockerfile", "a named pipe")]
    public async Task Load_PipeInsteadOfFile_IsRefusedWithoutWaiting(string file, string seen)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no named pipes in folders");
        _skills.Write("bad/skill.yaml", Manifest.Named("bad").Replace("runtime: python\n", "", StringComparison.Ordinal));
        File.Delete(Path.Combine(_skills.Root, "bad", file));
        using (Process made = Process.Start("mkfifo", Path.Combine(_skills.Root, "bad", file)))
        {
            await made.WaitForExitAsync();
        }

        await AssertRefusedAsync($"bad/{file}", seen);
    }

    [SkippableFact]
    public async Task Load_SocketInsteadOfManifest_IsRefused()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no sockets in folders");
        Directory.CreateDirectory(Path.Combine(_skills.Root, "bad"));
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_skills.Root, "bad", "skill.yaml")));

        await AssertRefusedAsync("bad/skill.yaml", "a socket");
    }

    [Fact]
    public async Task Load_FolderInsteadOfManifest_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_skills.Root, "bad", "skill.yaml"));

        await AssertRefusedAsync("bad/skill.yaml", "a folder");
    }

    [Fact]
    public async Task Load_FolderInsteadOfDockerfile_IsRefused()
    {
        _skills.Write("bad/skill.yaml", Manifest.Named("bad").Replace("runtime: python\n", "", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(_skills.Root, "bad", "Dockerfile"));

        await AssertRefusedAsync("bad/Dockerfile", "a folder");
    }

    [Fact]
    public async Task Load_LinkToManifestOutside_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_skills.Root, "bad"));
        File.CreateSymbolicLink(Path.Combine(_skills.Root, "bad", "skill.yaml"), Path.Combine(_skills.Root, "zz-good", "skill.yaml"));

        await AssertRefusedAsync("bad/skill.yaml", "a symbolic link");
    }

    [Theory]
    [InlineData("zz-good")]
    [InlineData("/etc")]
    [InlineData("bad")]
    [InlineData("nowhere")]
    public async Task Load_LinkInsteadOfFolder_IsRefused(string target)
    {
        Directory.CreateSymbolicLink(Path.Combine(_skills.Root, "bad"), target);

        await AssertRefusedAsync("bad", "a symbolic link");
    }

    [Fact]
    public async Task Load_FiveGigabyteManifest_IsRefusedUnread()
    {
        using (FileStream file = File.Create(_skills.Write("bad/skill.yaml", "")))
        {
            file.SetLength(5L << 30);
        }

        await AssertRefusedAsync("bad/skill.yaml", "5368709120 bytes");
    }

    [Fact]
    public async Task Load_LargestManifest_IsReadAndOneByteMoreIsNot()
    {
        string manifest = Manifest.Named("bad");
        string filler = "#" + new string('x', (256 * 1024) - manifest.Length - 2) + "\n";
        _skills.Write("bad/skill.yaml", manifest + filler);
        Assert.Empty((await _skills.LoadAsync("bad")).Failures);

        _skills.Write("bad/skill.yaml", manifest + "x" + filler);
        await AssertRefusedAsync("bad/skill.yaml", "262145 bytes");
    }

    [Fact]
    public async Task Load_BillionLaughs_IsRefusedAtTheAnchors()
    {
        StringBuilder bomb = new("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'k'; c++)
        {
            bomb.Append(c).Append(": &").Append(c).Append(" [").Append(string.Join(',', Enumerable.Repeat("*" + (char)(c - 1), 9))).Append(
                "]\n");
        }

        _skills.Write("bad/skill.yaml", bomb.ToString());

        await AssertRefusedAsync("bad/skill.yaml", "the anchor &a");
    }

    [Theory]
    [InlineData("name: !!python/object:os.system x\n", "the tag tag:yaml.org,2002:python/object:os.system")]
    [InlineData("[]", "a list")]
    [InlineData("null", "nothing")]
    [InlineData("", "an empty file")]
    [InlineData("# only a comment\n", "an empty file")]
    [InlineData("text", "\"text\"")]
    [InlineData("a: 1\n---\nb: 2\n", "a second document")]
    [InlineData("name: x\nname: y\n", "the key \"name\" a second time")]
    [InlineData("? [a]\n: b\n", "a list as a key")]
    [InlineData("~: b\n", "nothing as a key")]
    [InlineData("<<: { name: x }\n", "the unknown key \"<<\"")]
    [InlineData("a: b: c\n", "text that is not YAML (While scanning a plain scalar value, found invalid mapping.)")]
    public async Task Load_TextThatIsNoManifest_IsRefused(string text, string seen)
    {
        _skills.Write("bad/skill.yaml", text);

        await AssertRefusedAsync("bad/skill.yaml", seen);
    }

    [Theory]
    [InlineData("[", "]", 10_000)]
    [InlineData("[\n", "]\n", 10_000)]
    [InlineData("{a: ", "}", 10_000)]
    [InlineData("- ", "", 100_000)]
    [InlineData("? ", "", 100_000)]
    public async Task Load_DeepNesting_IsRefused(string open, string close, int times)
    {
        _skills.Write("bad/skill.yaml", string.Concat(Enumerable.Repeat(open, times)) + string.Concat(Enumerable.Repeat(close, times)));

        await AssertRefusedAsync("bad/skill.yaml", "text that is not YAML (More than 48 levels of nesting.)");
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "text in UTF-16 or UTF-32")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x61 }, "text in UTF-16 or UTF-32")]
    [InlineData(new byte[] { 0x61, 0x00, 0x3A, 0x00 }, "text in UTF-16 or UTF-32")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0x00 }, "the character U+0000")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xC3, 0x28 }, "the byte 0xC3, which is not UTF-8")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80 }, "the byte 0xED, which is not UTF-8")]
    public async Task Load_BytesThatAreNoText_AreRefused(byte[] bytes, string seen)
    {
        _skills.Write("bad/skill.yaml", bytes);

        await AssertRefusedAsync("bad/skill.yaml", seen);
    }

    [Fact]
    public async Task Load_ThousandsOfProblems_ListsTheFirstHundred()
    {
        _skills.Write("bad/skill.yaml", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"k{i}: 1\n")));

        SkillLoadResult result = await _skills.LoadAsync("bad");

        Assert.Equal(101, result.Failures.Count);
        Assert.Equal("20006 problems, of which 100 are listed", result.Failures[^1].Seen);
    }

    [Fact]
    public async Task Load_HexadecimalNumberOfManyDigits_IsRefused()
    {
        string manifest = Manifest.Named("bad") + "    outputSchema: { const: 0x" + new string('f', 200_000) + " }\n";
        _skills.Write("bad/skill.yaml", manifest);

        SkillLoadResult result = await _skills.LoadAsync("bad");

        Assert.Equal("functions[0].outputSchema.const", Assert.Single(result.Failures).Path);
    }

    private async Task AssertRefusedAsync(string file, string seen)
    {
        IReadOnlyList<SkillLoadResult> results = await _skills.LoadAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["bad", "zz-good"], results.Select(r => r.Folder));
        Assert.Null(results[0].Skill);
        Assert.Contains(results[0].Failures, f => f.File == file && f.Seen == seen);
        Assert.NotNull(results[1].Skill);
    }
}
