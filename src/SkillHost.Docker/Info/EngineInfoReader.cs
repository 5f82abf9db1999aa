using SkillHost.Containers;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Info;

/// <summary>Asks an engine once what it is, and again after it was lost.</summary>
internal sealed class EngineInfoReader(EngineLinks links, EngineHttp http)
{
    private volatile Known? _known;

    public async Task<EngineInfo> GetAsync(CancellationToken cancellationToken)
    {
        var link = await links.GetAsync(cancellationToken);
        if (_known is { } known && known.Link == link)
        {
            return known.Info;
        }

        var body = await http.ReadAsync(EngineRequest.Get("/info"), InfoJson.Default.InfoBody, cancellationToken);
        var info = EngineInfoMapper.Map(body, link.Address, link.Version.ToString(), LocalKernel.Read());
        _known = new Known(link, info);
        return info;
    }

    private sealed record Known(EngineLink Link, EngineInfo Info);
}
