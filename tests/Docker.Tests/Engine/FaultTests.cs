using System.Text;
using SkillHost.Containers;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>Engines that misbehave: every request ends, with the right failure.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Request_EngineNeverAnswers_TimesOut()
    {
        await using var fake = new FakeEngine(async (_, _, _, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return false;
        });
        using var engine = fake.Connect(Short);

        var fault = await FailsAsync(token => engine.GetInfoAsync(token));

        Assert.Equal(EngineFailure.TimedOut, fault.Failure);
        Assert.Contains("0.3 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_EngineAnswersThePingOnly_TimesOut()
    {
        await using var fake = Answering(async (_, stream, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return false;
        });
        using var engine = fake.Connect(Short);

        Assert.Equal(EngineFailure.TimedOut, (await FailsAsync(token => engine.FindAsync("a", token))).Failure);
        Assert.Equal(EngineFailure.TimedOut, (await FailsAsync(token => engine.AttachAsync("a", token))).Failure);
        Assert.Equal(EngineFailure.TimedOut, (await FailsAsync(token => engine.RemoveAsync("a", token))).Failure);
        Assert.Equal(
            EngineFailure.TimedOut,
            (await FailsAsync(async token =>
            {
                await using var events = engine.WatchAsync(new Dictionary<string, string>(), token).GetAsyncEnumerator(token);
                await events.MoveNextAsync();
            })).Failure);
    }

    [Fact]
    public async Task Measure_ContainerGoneMeanwhile_NothingAndHalfAnAnswerIsBroken()
    {
        string body = "";
        await using var fake = Answering(async (_, stream, stop) =>
        {
            await FakeEngine.SendAsync(stream, FakeEngine.Json(200, body), stop);
            return true;
        });
        using var engine = fake.Connect();

        Assert.Null(await engine.MeasureAsync("a", CancellationToken.None));

        body = "{\"cpu_stats\":";
        Assert.Equal(EngineFailure.Broken, (await FailsAsync(token => engine.MeasureAsync("a", token))).Failure);
    }

    [Fact]
    public async Task Request_AnswerDripsByteByByte_TimesOut()
    {
        await using var fake = Answering(async (_, stream, stop) =>
        {
            foreach (var c in FakeEngine.Json(200, "[" + new string(' ', 100_000) + "]"))
            {
                await FakeEngine.SendAsync(stream, c.ToString(), stop);
                await Task.Delay(20, stop);
            }

            return true;
        });
        using var engine = fake.Connect(Short);

        var listing = await FailsAsync(token => engine.ListAsync(new Dictionary<string, string>(), token));
        var attaching = await FailsAsync(token => engine.AttachAsync("a", token));

        Assert.Equal((EngineFailure.TimedOut, EngineFailure.TimedOut), (listing.Failure, attaching.Failure));
    }

    [Theory]
    [InlineData(500, "server fell over", EngineFailure.Broken)]
    [InlineData(500, "write /x: no space left on device", EngineFailure.OutOfDisk)]
    [InlineData(404, "no such container: a", EngineFailure.NotFound)]
    [InlineData(409, "in use", EngineFailure.Conflict)]
    [InlineData(400, "what?", EngineFailure.BadRequest)]
    [InlineData(403, "authorization denied by plugin", EngineFailure.PermissionDenied)]
    public async Task Request_EngineReportsAFailure_IsTypedAndToldInItsWords(int status, string message, EngineFailure expected)
    {
        await using var fake = Answering(FakeEngine.Json(status, $$"""{"message":"{{message}}"}"""));
        using var engine = fake.Connect();

        var starting = await FailsAsync(token => engine.StartAsync("a", token));
        var attaching = await FailsAsync(token => engine.AttachAsync("a", token));

        Assert.Equal((expected, expected), (starting.Failure, attaching.Failure));
        Assert.Contains(message, starting.Message, StringComparison.Ordinal);
        Assert.Contains(message, attaching.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{\"Id\":\"a")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnot json!")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n")]
    [InlineData("gibberish\r\n\r\n")]
    [InlineData("")]
    public async Task Request_AnswerIsCutOrNonsense_IsBroken(string answer)
    {
        await using var fake = Answering(answer, goOn: false);
        using var engine = fake.Connect();

        var fault = await FailsAsync(token => engine.ListAsync(new Dictionary<string, string>(), token));

        Assert.Equal(EngineFailure.Broken, fault.Failure);
    }

    [Theory]
    [InlineData("gibberish\r\n\r\n")]
    [InlineData("HTTP/1.1 101\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 101 UPGR")]
    [InlineData("")]
    public async Task Attach_AnswerIsCutOrNonsense_IsBroken(string answer)
    {
        await using var fake = Answering(answer, goOn: false);
        using var engine = fake.Connect();

        var fault = await FailsAsync(token => engine.AttachAsync("a", token));

        Assert.Equal(EngineFailure.Broken, fault.Failure);
    }

    [Fact]
    public async Task Attach_EndlessHead_IsBroken()
    {
        await using var fake = Answering("HTTP/1.1 101 X\r\n" + new string('a', 20_000), goOn: false);
        using var engine = fake.Connect();

        Assert.Equal(EngineFailure.Broken, (await FailsAsync(token => engine.AttachAsync("a", token))).Failure);
    }

    [Fact]
    public async Task Attach_OutputArrivesWithTheHead_IsNotLost()
    {
        const string Frames = "\u0001\0\0\0\0\0\0\u0005hello\u0001\0\0\0\0\0\0\u0001!";
        await using var fake = Answering($"HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n{Frames}", goOn: false);
        using var engine = fake.Connect();

        await using var attachment = await engine.AttachAsync("a", CancellationToken.None);
        using var reader = new StreamReader(attachment.Duplex);

        Assert.Equal("hello!", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Request_PooledConnectionIsDeadWhenUsedAgain_IsRepeatedOnce()
    {
        // The first connection answers the ping and dies on the next request, as after an engine's restart.
        await using var fake = new FakeEngine(async (line, connection, stream, stop) =>
        {
            if (line.Contains("/_ping", StringComparison.Ordinal))
            {
                await FakeEngine.SendAsync(stream, FakeEngine.Ping, stop);
                return true;
            }

            if (connection == 1)
            {
                return false;
            }

            await FakeEngine.SendAsync(stream, FakeEngine.Json(200, "[]"), stop);
            return true;
        });
        using var engine = fake.Connect();

        var rows = await engine.ListAsync(new Dictionary<string, string>(), CancellationToken.None);

        Assert.Empty(rows);
        Assert.Equal(2, fake.Requests.Count(line => line.Contains("/containers/json", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Create_ConnectionDiesWithoutAnAnswer_IsNeverRepeated()
    {
        await using var fake = new FakeEngine(async (line, _, stream, stop) =>
        {
            var answer = line switch
            {
                _ when line.Contains("/_ping", StringComparison.Ordinal) => FakeEngine.Ping,
                _ when line.Contains("/info", StringComparison.Ordinal) => FakeEngine.Json(200, Info),
                _ => "",
            };
            await FakeEngine.SendAsync(stream, answer, stop);
            return answer.Length > 0;
        });
        using var engine = fake.Connect();

        await FailsAsync(token => engine.CreateAsync(Spec, token));

        Assert.Single(fake.Requests, line => line.Contains("/containers/create", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_EngineCannotLimitMemory_IsRefusedBeforeTheEngineIsAsked()
    {
        await using var fake = new FakeEngine(async (line, _, stream, stop) =>
        {
            var answer = line.Contains("/_ping", StringComparison.Ordinal)
                ? FakeEngine.Ping
                : FakeEngine.Json(200, Info.Replace("\"MemoryLimit\":true", "\"MemoryLimit\":false", StringComparison.Ordinal));
            await FakeEngine.SendAsync(stream, answer, stop);
            return true;
        });
        using var engine = fake.Connect();

        var fault = await FailsAsync(token => engine.CreateAsync(Spec, token));

        Assert.Equal(EngineFailure.BadRequest, fault.Failure);
        Assert.Contains("cannot enforce memory", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fake.Requests, line => line.Contains("/containers/create", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_EngineGoesAway_SaysSo()
    {
        const string Event = """{"Type":"container","Action":"die","Actor":{"ID":"abc","Attributes":{"exitCode":"3"}}}""";
        await using var fake = Answering(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Event.Length + 1:x}\r\n{Event}\n\r\n0\r\n\r\n");
        using var engine = fake.Connect();
        await using var events = engine.WatchAsync(new Dictionary<string, string>(), CancellationToken.None).GetAsyncEnumerator();

        Assert.True(await events.MoveNextAsync());
        Assert.Equal(new ContainerEvent("abc", "die", 3), events.Current);
        var fault = await Assert.ThrowsAsync<EngineException>(async () => await events.MoveNextAsync());
        Assert.Equal(EngineFailure.Unreachable, fault.Failure);
    }

    [Fact]
    public async Task Connect_NoSocket_NamesWhatWasTriedAndTheRemedy()
    {
        using var engine = DockerEngine.Create(new DockerOptions { Address = "unix:///no/such/docker.sock" });

        var fault = await FailsAsync(token => engine.GetInfoAsync(token));

        Assert.Equal(EngineFailure.Unreachable, fault.Failure);
        Assert.Contains("unix:///no/such/docker.sock (Docker:Address): no such socket", fault.Message, StringComparison.Ordinal);
        Assert.Contains("systemctl start docker", fault.Message, StringComparison.Ordinal);
        Assert.Contains("DOCKER_HOST", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_EngineComesBackElsewhere_WorksWithoutANewClient()
    {
        var fake = Answering(FakeEngine.Json(200, "[]"));
        using var engine = fake.Connect();
        Assert.Empty(await engine.ListAsync(new Dictionary<string, string>(), CancellationToken.None));
        await fake.DisposeAsync();
        await FailsAsync(token => engine.ListAsync(new Dictionary<string, string>(), token));
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(fake.Path)!);
        await using (new Relay(fake.Path))
        {
            var info = await engine.GetInfoAsync(CancellationToken.None);

            Assert.NotEmpty(info.Version);
        }

        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Api-Version: 1.40", "wanted 1.41")]
    [InlineData("Api-Version: x", "no Docker engine")]
    [InlineData("Server: nginx", "no Docker engine")]
    [InlineData("Api-Version: 1.44\r\nOSType: windows", "wanted linux")]
    public async Task Connect_WhatAnswersCannotBeUsed_SaysWhy(string headers, string told)
    {
        await using var fake = new FakeEngine(async (_, _, stream, stop) =>
        {
            await FakeEngine.SendAsync(stream, $"HTTP/1.1 200 OK\r\n{headers}\r\nContent-Length: 2\r\n\r\nOK", stop);
            return true;
        });
        using var engine = fake.Connect();

        var fault = await FailsAsync(token => engine.GetInfoAsync(token));

        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.41", "/v1.41/")]
    [InlineData("1.44", "/v1.44/")]
    [InlineData("1.99", "/v1.55/")]
    public async Task Connect_EngineOffersAVersion_LowerOfBothIsSpoken(string offered, string spoken)
    {
        await using var fake = new FakeEngine(async (line, _, stream, stop) =>
        {
            var ping = FakeEngine.Ping.Replace("1.41", offered, StringComparison.Ordinal);
            await FakeEngine.SendAsync(
                stream, line.Contains("/_ping", StringComparison.Ordinal) ? ping : FakeEngine.Json(200, "[]"), stop);
            return true;
        });
        using var engine = fake.Connect();

        await engine.ListAsync(new Dictionary<string, string>(), CancellationToken.None);

        Assert.Contains(spoken, fake.Requests[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../containers/json")]
    [InlineData("a/../b")]
    [InlineData("a?b")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("a/./b")]
    [InlineData("%2e%2e")]
    public async Task Reference_CouldLeaveItsPath_IsRefusedBeforeTheEngineIsAsked(string reference)
    {
        await using var fake = Answering(FakeEngine.Json(200, "{}"));
        using var engine = fake.Connect();

        Assert.Equal(EngineFailure.BadRequest, (await FailsAsync(token => engine.FindImageAsync(reference, token))).Failure);
        Assert.Equal(EngineFailure.BadRequest, (await FailsAsync(token => engine.FindAsync(reference, token))).Failure);
        Assert.Empty(fake.Requests);
    }

    private const string Info = """
        {"ServerVersion":"20.10","Architecture":"x86_64","CgroupVersion":"1","SecurityOptions":["name=seccomp,profile=default"],"NCPU":2,
        "MemTotal":1,"MemoryLimit":true,"CpuCfsQuota":true,"PidsLimit":true}
        """;

    private static ContainerSpec Spec => new()
    {
        Name = "a",
        ImageId = "sha256:00",
        Command = ["/init"],
        UserId = 100_000,
        Labels = new Dictionary<string, string>(),
        MemoryBytes = 64 << 20,
        Cpus = 1,
        Pids = 64,
    };

    private static FakeEngine Answering(string answer, bool goOn = true) => Answering(async (_, stream, stop) =>
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stop);
        return goOn;
    });

    // Answers pings rightly, and everything else as told.
    private static FakeEngine Answering(Func<string, Stream, CancellationToken, Task<bool>> answer) => new(async (line, _, stream, stop) =>
    {
        if (!line.Contains("/_ping", StringComparison.Ordinal))
        {
            return await answer(line, stream, stop);
        }

        await FakeEngine.SendAsync(stream, FakeEngine.Ping, stop);
        return true;
    });

    private static async Task<EngineException> FailsAsync(Func<CancellationToken, Task> act)
    {
        using var deadline = Deadlines.Short();
        return await Assert.ThrowsAsync<EngineException>(() => act(deadline.Token));
    }
}
