using System.Text;
using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Tests.Wire;

/// <summary>One Init per test, and what tests look at from outside.</summary>
public abstract class LocalInitScene : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    protected LocalInit Init { get; } = new();

    protected InitConnection Connection => Init.Connection.Value;

    protected CancellationToken Limit => _limit.Token;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Init.DisposeAsync();

    public void Dispose()
    {
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static ProcessStart Shell(string script) => new()
    {
        Arguments = ["sh", "-c", script],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
    };

    protected static bool IsZombie(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Waits for what another process is about to do; the test's own limit ends a wait in vain.</summary>
    protected async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(5, Limit);
        }
    }

    protected Task AssertNoDescendantsAsync() => UntilAsync(() => Descendants().Count == 0);

    protected List<int> Descendants()
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                parents[int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture)] =
                    int.Parse(stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return [.. parents.Keys.Where(pid => Ancestors(pid, parents).Contains(Init.ProcessId))];
    }

    private static IEnumerable<int> Ancestors(int pid, Dictionary<int, int> parents)
    {
        while (parents.TryGetValue(pid, out pid))
        {
            yield return pid;
        }
    }

    protected async Task<byte[]> ReadAsync(Stream stream)
    {
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, Limit);
        return memory.ToArray();
    }

    protected async Task<string> ReadTextAsync(Stream stream) => Encoding.UTF8.GetString(await ReadAsync(stream));
}
