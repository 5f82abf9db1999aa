namespace SkillHost.Docker.Addresses;

/// <summary>The three files of mutual TLS in the layout of Docker's own client.</summary>
/// <param name="Folder">Folder that holds <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>.</param>
internal sealed record TlsFiles(string Folder)
{
    public string Authority => Path.Combine(Folder, "ca.pem");

    public string Certificate => Path.Combine(Folder, "cert.pem");

    public string Key => Path.Combine(Folder, "key.pem");
}
