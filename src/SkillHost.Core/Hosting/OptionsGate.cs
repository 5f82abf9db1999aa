using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SkillHost.Hosting;

/// <summary>
/// Checks all options together before anything else of the host is made: whoever is made first would otherwise report the faults of
/// its own options only.
/// </summary>
internal sealed class OptionsGate : IHostedService
{
    /// <summary>Throws <see cref="OptionsValidationException"/>, or several in one <see cref="AggregateException"/>.</summary>
    public OptionsGate(IStartupValidator validator) => validator.Validate();

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
