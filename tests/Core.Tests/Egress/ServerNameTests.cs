using System.Net.Security;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Egress;

namespace SkillHost.Core.Tests.Egress;

public sealed class ServerNameTests
{
    public static TheoryData<string, byte[]> Refused => new()
    {
        { "plain text", "GET / HTTP/1.1\r\n"u8.ToArray() },
        { "another record", Hello.Record(Hello.Message(Hello.Name("good.test")), type: 23) },
        { "SSL 2", [0x80, 0x2e, 1, 3, 1] },
        { "an empty record", [22, 3, 1, 0, 0] },
        { "a record that is too long", [22, 3, 1, 0x40, 1] },
        { "another version", [22, 2, 1, 0, 9] },
        { "a ServerHello", Hello.Record([2, 0, 0, 1, 0]) },
        { "a greeting that is too long", Hello.Record([1, 1, 0, 0]) },
        { "no extensions", Hello.Of() },
        { "no name among them", Hello.Of(Hello.Extension(43, [2, 3, 4])) },
        { "two names", Hello.Of(Hello.Name("good.test"), Hello.Name("good.test")) },
        { "an extension twice", Hello.Of(Hello.Extension(43, []), Hello.Name("good.test"), Hello.Extension(43, [])) },
        { "two names in one list", Hello.Of(Hello.Extension(0, [0, 8, 0, 0, 1, 97, 0, 0, 1, 98])) },
        { "a name of another kind", Hello.Of(Hello.Extension(0, [0, 4, 1, 0, 1, 97])) },
        { "an empty name", Hello.Of(Hello.Extension(0, [0, 3, 0, 0, 0])) },
        { "an empty list", Hello.Of(Hello.Extension(0, [0, 0])) },
        { "a name with a zero byte", Hello.Of(Hello.Name("good.test\0.evil.test")) },
        { "a name with a blank", Hello.Of(Hello.Name("good test")) },
        { "bytes behind the list", Hello.Of(Hello.Extension(0, [0, 4, 0, 0, 1, 97, 9])) },
        { "a length beyond the end", Hello.Of(Hello.Extension(0, [0, 9, 0, 0, 1, 97])) },
        { "bytes behind the extensions", Hello.Record([1, 0, 0, 48, .. Hello.Message(Hello.Extension(43, []))[4..], 7]) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Read_AnythingElse_IsWrong(string what, byte[] bytes)
    {
        ServerName read = ServerNameReader.Read(bytes);

        Assert.True(read.State == ServerNameState.Wrong, $"{what}: {read}");
        Assert.NotEmpty(read.Wrong);
    }

    [Fact]
    public void Read_ARightGreeting_FindsItsName()
    {
        Assert.Equal(new ServerName(ServerNameState.Found, "good.test"), ServerNameReader.Read(Hello.Named("good.test")));
        Assert.Equal("good.test", ServerNameReader.Read([.. Hello.Named("good.test"), .. Hello.Record([1, 2, 3], 20)]).Name);
    }

    [Fact]
    public void Read_EveryBeginning_NeedsMore()
    {
        byte[] hello = Hello.Named("good.test");

        Assert.All(Enumerable.Range(0, hello.Length), length =>
            Assert.Equal(ServerNameState.Unfinished, ServerNameReader.Read(hello.AsSpan(0, length)).State));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public void Read_SplitOverRecords_FindsItsName(int size)
    {
        byte[] message = Hello.Message(Hello.Name("good.test"));

        byte[] split = [.. message.Chunk(size).SelectMany(piece => Hello.Record(piece))];

        Assert.Equal("good.test", ServerNameReader.Read(split).Name);
        Assert.Equal(ServerNameState.Unfinished, ServerNameReader.Read(split.AsSpan(0, split.Length - 1)).State);
    }

    [Fact]
    public void Read_SecondNameInALaterRecord_IsNotMissed()
    {
        byte[] message = Hello.Message(Hello.Name("good.test"), Hello.Name("evil.test"));

        byte[] split = [.. Hello.Record(message.AsSpan(0, 70)), .. Hello.Record(message.AsSpan(70))];

        Assert.Equal(ServerNameState.Wrong, ServerNameReader.Read(split).State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_MutatedGreetings_NeverThrowAndNeverFindWhatIsNotThere(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = Hello.Named("good.test");
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ServerName read = ServerNameReader.Read(bytes.AsSpan(0, random.Next(bytes.Length + 1)));

            Assert.True(read.State != ServerNameState.Found || read.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'));
        }
    }

    [Theory]
    [InlineData("good.test")]
    [InlineData("a.very.deep.name.example.com")]
    public async Task Read_WhatARealClientSends_FindsItsName(string host)
    {
        (DuplexPipe inside, DuplexPipe outside) = DuplexPipe.Pair();
        await using SslStream client = new(inside);
        Task greeting = client.AuthenticateAsClientAsync(host);
        byte[] bytes = new byte[ServerNameReader.MaxBytes];
        int filled = 0;
        ServerName read = default;
        while (read.State == ServerNameState.Unfinished)
        {
            filled += await outside.ReadAsync(bytes.AsMemory(filled));
            read = ServerNameReader.Read(bytes.AsSpan(0, filled));
        }

        Assert.Equal(host, read.Name);
        await outside.DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => greeting);
    }
}
