using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>A test from inside a container, with servers outside it.</summary>
public abstract class EgressTest(EgressFixture fixture) : IClassFixture<EgressFixture>
{
    /// <summary>What every script begins with: a connection by name, and what came of a try.</summary>
    private const string Words = """
        import socket, sys
        def connect(host, port, timeout=8):
            return socket.create_connection((host, port), timeout)
        def attempt(host, port, data=b'hi'):
            try:
                with connect(host, port) as s:
                    s.sendall(data)
                    got = s.recv(65536)
                    return got.decode('latin1') if got else 'end'
            except OSError as e:
                return type(e).__name__
        """;

    protected EgressFixture Fixture { get; } = fixture;

    private protected RealHost Host => Fixture.Host;

    /// <summary>Runs a Python script and expects that it ran.</summary>
    private protected async Task<InvocationResult> RunAsync(string script, string function = "run", RealHost? host = null)
    {
        InvocationResult result = await (host ?? Host).ShellAsync($"{Words}\n{script}", "reach." + function);
        Assert.True(result.Status == InvocationStatus.Ok, $"{result.Error} {result.Stderr}");
        return result;
    }
}
