using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>Real clients of many kinds, none of which is told anything: each connects as it always does.</summary>
public sealed class ClientTests(EgressFixture fixture) : EgressTest(fixture), IAsyncLifetime
{
    public Task InitializeAsync() => Fixture.AddClientsAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("curl", "curl -sS http://web.test:20180/hello", "hello")]
    [InlineData("curl with TLS", "curl -sk --http0.9 --max-time 2 https://tls.test:20443/ | head -n 1 | tr -d '\\r'", "GET / HTTP/1.1")]
    [InlineData("openssl", "printf 'over openssl' | timeout 3 openssl s_client -quiet -connect tls.test:20443 "
        + "-servername tls.test 2>/dev/null; true", "over openssl")]
    [InlineData("bash", "exec 3<>/dev/tcp/web.test/20180; printf 'GET /hello HTTP/1.1\\r\\n\\r\\n' >&3; "
        + "head -n 5 <&3 | tail -n 1", "hello")]
    [InlineData("python", "python3 -c \"import urllib.request as u; print(u.urlopen('http://web.test:20180/hello').read().decode())\"",
        "hello")]
    [InlineData("node", "node -e \"fetch('http://web.test:20180/hello').then(r => r.text()).then(console.log)\"", "hello")]
    [InlineData("java", "java -XX:+UseSerialGC -Xshare:auto -cp /skill Fetch http://web.test:20180/hello", "hello")]
    [InlineData("go", "/skill/fetch http://web.test:20180/hello", "hello")]
    [InlineData("git", "git clone -q http://web.test:20180/r.git /tmp/r && cat /tmp/r/README", "from git")]
    [InlineData("pip", "pip install -q --disable-pip-version-check --no-cache-dir --trusted-host web.test -i http://web.test:20180/pip "
        + "--target /tmp/p tiny && PYTHONPATH=/tmp/p python3 -c 'import tiny; print(tiny.word)'", "from pip")]
    [InlineData("npm", "cd /tmp && npm --silent --cache /tmp/c --registry http://web.test:20180/npm/ install tiny >/dev/null "
        + "&& node -p \"require('tiny')\"", "from npm")]
    [InlineData("psql", "PGSSLMODE=prefer psql -h db.test -p 20432 -U u -d d -Atc 'select 6*7'", "42")]
    [InlineData("smtplib", "python3 -c \"import smtplib; s=smtplib.SMTP('mail.test',20025); s.sendmail('a@a.test',['b@b.test'],'by hand'); "
        + "print('sent')\"", "sent")]
    [InlineData("swaks", "swaks --silent 2 --server mail.test --port 20025 --helo a --from a@a.test --to b@b.test --body x "
        + "&& echo sent", "sent")]
    public async Task Client_WithoutAnySetting_ReachesItsServer(string client, string script, string expected)
    {
        InvocationResult result = await Host.ShellAsync(script, "clients.run");

        Assert.True(result.Stdout.Trim() == expected, $"{client}: {result.Error} {result.Stdout} {result.Stderr}");
        Assert.NotEmpty(result.Network.Reached);
        Assert.Empty(result.Network.Denied);
    }

    [Theory]
    [InlineData("curl", "curl -sS http://evil.test:20080/", 6)]
    [InlineData("git", "git clone -q http://evil.test:20080/r.git /tmp/r", 128)]
    [InlineData("go", "/skill/fetch http://evil.test:20080/", 1)]
    [InlineData("node", "node -e \"fetch('http://evil.test:20080/').catch(e => process.exit(9))\"", 9)]
    [InlineData("java", "java -XX:+UseSerialGC -cp /skill Fetch http://evil.test:20080/", 1)]
    public async Task Client_ToAnotherHost_FailsAtOnceAndIsReported(string client, string script, int code)
    {
        InvocationResult result = await Host.ShellAsync(script, "clients.run");

        Assert.True(result.ExitCode == code, $"{client}: {result.ExitCode} {result.Error} {result.Stdout} {result.Stderr}");
        Assert.Equal(["evil.test: it is not on the allow-list"], result.Network.Denied);
        Assert.Empty(result.Network.Reached);
    }

    [Theory]
    [InlineData("curl", "curl -sSk --max-time 5 --proxytunnel http://a.wild.test:20180/hello")]
    [InlineData("python", "python3 -c \"import http.client as h; c=h.HTTPConnection('127.65.0.1',3128); c.set_tunnel('a.wild.test',20180); "
        + "c.request('GET','/hello'); print(c.getresponse().read().decode())\"")]
    public async Task Client_BelowAWildcard_IsTakenThroughTheProxy(string client, string script)
    {
        InvocationResult result = await Host.ShellAsync(script, "clients.wild");

        Assert.True(result.Stdout.Trim() == "hello", $"{client}: {result.Error} {result.Stdout} {result.Stderr}");
        Assert.Equal(["a.wild.test:20180"], result.Network.Reached);
    }
}
