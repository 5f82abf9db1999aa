using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Http;

/// <summary>A server over samples that nobody calls; needs no engine.</summary>
public sealed class SampleServer : IAsyncLifetime, IDisposable
{
    private readonly SkillsFolder _folder = new SkillsFolder().WriteMixed()
        .Write("appsettings.json", """
            { "SkillHost": { "StateFolder": "state", "Http": { "AllowedOrigins": ["https://mine.example"] } } }
            """);

    /// <summary>The server.</summary>
    internal Server Server { get; private set; } = null!; // Set before the first test.

    /// <summary>Its token.</summary>
    internal string Token { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Server = await Server.StartAsync(_folder.Root, []);
        Token = (await File.ReadAllTextAsync(Server.TokenFile!)).Trim();
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public void Dispose() => _folder.Dispose();
}
