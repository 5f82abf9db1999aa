using System.Text;
using SkillHost.Egress;

namespace SkillHost.Core.Tests.Egress;

public sealed class ConnectRequestTests
{
    [Theory]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.0\r\n\r\n")]
    [InlineData("CONNECT GOOD.Test.:443 HTTP/1.1\r\nHost: good.test\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\nHost: good.test:443\r\nUser-Agent: x\r\nProxy-Connection: close\r\n\r\n")]
    public void Read_ARightRequest_GivesHostAndPort(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);

        Assert.Equal(new ConnectRequest("good.test", 443, bytes.Length), ConnectRequestReader.Read([.. bytes, 22, 3, 1], out string? wrong));
        Assert.Null(wrong);
        Assert.All(Enumerable.Range(0, bytes.Length), length =>
        {
            Assert.Null(ConnectRequestReader.Read(bytes.AsSpan(0, length), out string? early));
            Assert.Null(early);
        });
    }

    [Theory]
    [InlineData("GET http://good.test/ HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test:443\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/2\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1 \r\n\r\n")]
    [InlineData("CONNECT\tgood.test:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test:443\0.evil.test HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test:+443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test:00443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test:65536 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test:443:22 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test..:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT .good.test:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT -good.test:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT user@good.test:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT [good.test]:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test%2e:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good\\test:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good/test:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT localhost:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT 127.0.0.1:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT 127.1:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT 0x7f.0.0.1:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT 0x7f000001:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT 017700000001:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT [::1]:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT g\u00f6od.test:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT *.test:443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\nHost: good.test:80\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\nHost: good.test\r\nhost: good.test\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\nA: b\r\n c\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\nA : b\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\n: b\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\nA: b\nHost: evil.test\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\r\nA: \u0001\r\n\r\n")]
    [InlineData("CONNECT good.test:443 HTTP/1.1\nHost: good.test\r\n\r\n")]
    [InlineData("\r\n\r\nCONNECT good.test:443 HTTP/1.1\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    public void Read_AnythingElse_IsRefusedWithAReason(string text)
    {
        Assert.Null(ConnectRequestReader.Read(Encoding.Latin1.GetBytes(text), out string? wrong));
        Assert.NotEmpty(wrong ?? "");
    }

    [Fact]
    public void Read_WithoutEnd_IsRefusedAtTheLimit()
    {
        byte[] endless = Encoding.ASCII.GetBytes("CONNECT good.test:443 HTTP/1.1\r\nA: " + new string('a', ConnectRequestReader.MaxBytes));

        Assert.Null(ConnectRequestReader.Read(endless.AsSpan(0, 4096), out string? early));
        Assert.Null(early);
        Assert.Null(ConnectRequestReader.Read(endless, out string? wrong));
        Assert.Contains("over 8192 bytes", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AVeryLongName_IsRefused() =>
        Assert.Null(ConnectRequestReader.Read(
            Encoding.ASCII.GetBytes($"CONNECT {string.Join('.', Enumerable.Repeat("abcdefghi", 30))}:443 HTTP/1.1\r\n\r\n"), out _));

    [Fact]
    public void Read_MutatedRequests_NeverThrowAndNeverChangeTheHost()
    {
        Random random = new(7);
        byte[] right = "CONNECT good.test:443 HTTP/1.1\r\nHost: good.test:443\r\nUser-Agent: x\r\n\r\n"u8.ToArray();
        for (int round = 0; round < 50_000; round++)
        {
            byte[] bytes = [.. right];
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            bytes[random.Next(40, bytes.Length)] = (byte)random.Next(256);

            if (ConnectRequestReader.Read(bytes, out string? wrong) is { } request)
            {
                Assert.Null(wrong);
                Assert.Matches("^[a-z0-9.-]+\\z", request.Host);
            }
        }
    }
}
