using System.Text;
using SkillHost.Egress;

namespace SkillHost.Core.Tests.Egress;

public sealed class HeaderTests
{
    private static readonly KeyValuePair<string, string> Added = new("Authorization", "Bearer t0ken");

    [Fact]
    public void Read_ARightRequest_IsWrittenAnewForTheHost()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(
            "POST /a?b HTTP/1.1\r\nhost: GOOD.test:80\r\nauthorization: mine\r\nConnection: keep-alive\r\n"
            + "X-A: b c\r\nContent-Length: 3\r\n\r\nabc");

        HttpRequestHead head = HttpRequestReader.Read(bytes, "good.test", 80, Added, out string? wrong)!;

        Assert.Null(wrong);
        Assert.Equal(
            "POST /a?b HTTP/1.1\r\nX-A: b c\r\nContent-Length: 3\r\nHost: good.test\r\nConnection: close\r\n"
            + "Authorization: Bearer t0ken\r\n\r\n",
            Encoding.ASCII.GetString(head.Head));
        Assert.Equal((bytes.Length - 3, 3), (head.Bytes, head.BodyBytes));
        Assert.Null(HttpRequestReader.Read(bytes.AsSpan(0, head.Bytes - 1), "good.test", 80, Added, out wrong));
        Assert.Null(wrong);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/2\r\nHost: good.test\r\n\r\n")]
    [InlineData("GET  / HTTP/1.1\r\nHost: good.test\r\n\r\n")]
    [InlineData("get / HTTP/1.1\r\nHost: good.test\r\n\r\n")]
    [InlineData("GET http://good.test/ HTTP/1.1\r\nHost: good.test\r\n\r\n")]
    [InlineData("CONNECT good.test:80 HTTP/1.1\r\nHost: good.test\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: good.test:81\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: good.test\r\nHost: good.test\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: good.test\r\nHost : evil.test\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: good.test\r\n folded\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: good.test\r\nA: b\nHost: evil.test\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: good.test\r\nA: \0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: good.test\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: good.test\r\ntransfer-encoding: identity\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: good.test\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: good.test\r\nContent-Length: +1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: good.test\r\nContent-Length: 1, 1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: good.test\r\nContent-Length: 0x1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: good.test\r\nContent-Length:\r\n\r\n")]
    public void Read_AnythingUnclear_IsRefused(string text)
    {
        Assert.Null(HttpRequestReader.Read(Encoding.Latin1.GetBytes(text), "good.test", 80, Added, out string? wrong));
        Assert.NotEmpty(wrong ?? "");
    }

    [Fact]
    public void Read_AnEndlessHead_IsRefusedAtTheLimit()
    {
        byte[] endless = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nA: " + new string('a', HttpRequestReader.MaxBytes));

        Assert.Null(HttpRequestReader.Read(endless, "good.test", 80, Added, out string? wrong));
        Assert.Contains("over 16384 bytes", wrong, StringComparison.Ordinal);
    }
}
