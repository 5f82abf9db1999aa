using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>A small web server with what curl, git, pip and npm come for.</summary>
internal sealed class WebServer
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public WebServer(string authority)
    {
        Add("/hello", "hello\n");
        AddRepository();
        AddWheel();
        AddPackage(authority);
    }

    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(stream, Encoding.Latin1, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
            {
            }

            string path = line.Split(' ')[1].Split('?')[0];
            bool found = _files.TryGetValue(path, out byte[]? body);
            body ??= [];
            string type = path.EndsWith('/') ? "text/html" : path == "/npm/tiny" ? "application/json" : "application/octet-stream";
            string status = found ? "200 OK" : "404 Not Found";
            string head = $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n";
            await stream.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. body], cancellationToken);
        }
    }

    private void Add(string path, string text) => _files[path] = Encoding.UTF8.GetBytes(text);

    /// <summary>A repository of one commit, in loose objects over plain HTTP.</summary>
    private void AddRepository()
    {
        string blob = AddObject("blob", "from git\n"u8.ToArray());
        string tree = AddObject("tree", [.. "100644 README\0"u8, .. Convert.FromHexString(blob)]);
        const string who = "A <a@example.com> 1700000000 +0000";
        string commit = AddObject("commit", Encoding.ASCII.GetBytes($"tree {tree}\nauthor {who}\ncommitter {who}\n\nOne\n"));
        Add("/r.git/info/refs", $"{commit}\trefs/heads/main\n");
        Add("/r.git/HEAD", "ref: refs/heads/main\n");
    }

    private string AddObject(string kind, byte[] content)
    {
        byte[] whole = [.. Encoding.ASCII.GetBytes($"{kind} {content.Length.ToString(CultureInfo.InvariantCulture)}\0"), .. content];
#pragma warning disable CA5350 // What names git's objects is not ours to choose.
        string name = Convert.ToHexStringLower(SHA1.HashData(whole));
#pragma warning restore CA5350
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(whole);
        }

        _files[$"/r.git/objects/{name[..2]}/{name[2..]}"] = packed.ToArray();
        return name;
    }

    private void AddWheel()
    {
        using MemoryStream wheel = new();
        using (ZipArchive zip = new(wheel, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "tiny.py", "word = 'from pip'\n");
            Write(zip, "tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n");
            Write(zip, "tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
            string[] files = ["tiny.py", "tiny-1.0.dist-info/METADATA", "tiny-1.0.dist-info/WHEEL", "tiny-1.0.dist-info/RECORD"];
            Write(zip, "tiny-1.0.dist-info/RECORD", string.Concat(files.Select(file => file + ",,\n")));
        }

        _files["/pip/tiny-1.0-py3-none-any.whl"] = wheel.ToArray();
        Add("/pip/tiny/", "<html><body><a href=\"../tiny-1.0-py3-none-any.whl\">tiny-1.0-py3-none-any.whl</a></body></html>");
    }

    private void AddPackage(string authority)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (System.Formats.Tar.TarWriter tar = new(gzip))
        {
            Write(tar, "package/package.json", """{"name":"tiny","version":"1.0.0","main":"index.js"}""");
            Write(tar, "package/index.js", "module.exports = 'from npm';\n");
        }

        byte[] bytes = packed.ToArray();
        _files["/npm/tiny/-/tiny-1.0.0.tgz"] = bytes;
        string integrity = "sha512-" + Convert.ToBase64String(SHA512.HashData(bytes));
        Add("/npm/tiny", $$$"""
            {"name":"tiny","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"tiny","version":"1.0.0",
            "dist":{"tarball":"http://{{{authority}}}/npm/tiny/-/tiny-1.0.0.tgz","integrity":"{{{integrity}}}"} } } }
            """);
    }

    private static void Write(ZipArchive zip, string path, string text)
    {
        using Stream entry = zip.CreateEntry(path).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void Write(System.Formats.Tar.TarWriter tar, string path, string text) =>
        tar.WriteEntry(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, path)
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
        });
}
