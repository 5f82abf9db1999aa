using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SkillHost.Images.Contexts;

namespace SkillHost.Images.Building;

/// <summary>Finds process 1 beside the program.</summary>
internal sealed class InitBinaries(IOptions<ImageOptions> options)
{
    private readonly ConcurrentDictionary<string, (FileState State, InitBinary Binary)> _known = new(StringComparer.Ordinal);

    /// <summary>The one for an engine; throws <see cref="ImageFailedException"/> when it has not been built.</summary>
    public InitBinary Get(string architecture)
    {
        var file = new FileInfo(options.Value.InitFile(architecture));
        if (!file.Exists)
        {
            throw new ImageFailedException(
                $"process 1 for linux-{architecture} is missing; eng/build-init.sh makes it, then build the program again");
        }

        var state = new FileState(file.LastWriteTimeUtc, file.Length);
        if (!_known.TryGetValue(file.FullName, out var known) || known.State != state)
        {
            byte[] archive = ContextTar.OfInit(File.ReadAllBytes(file.FullName));
            known = (state, new InitBinary(archive, Convert.ToHexStringLower(SHA256.HashData(archive))));
            _known[file.FullName] = known;
        }

        return known.Binary;
    }
}
