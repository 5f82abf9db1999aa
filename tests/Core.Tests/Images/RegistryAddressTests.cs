using SkillHost.Images;

namespace SkillHost.Core.Tests.Images;

public sealed class RegistryAddressTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("registry:5000")]
    [InlineData("registry.example/team/images")]
    public void IsValid_HostThatEnginesTakeForOne_True(string address) => Assert.True(RegistryAddress.IsValid(address));

    [Theory]
    [InlineData("")]
    [InlineData("team")]
    [InlineData("team/images")]
    [InlineData("https://registry.example")]
    [InlineData("user:secret@registry.example")]
    [InlineData("Registry.example")]
    [InlineData("registry.example/")]
    [InlineData("registry.example/../x")]
    [InlineData("registry.example:5000:1")]
    [InlineData("registry.example\n")]
    [InlineData("--registry.example")]
    public void IsValid_AnythingElse_False(string address) => Assert.False(RegistryAddress.IsValid(address));

    [Theory]
    [InlineData("debian:bookworm-slim", null)]
    [InlineData("team/image", null)]
    [InlineData("docker.io/library/debian", null)]
    [InlineData("ghcr.io/a/b:1", "ghcr.io")]
    [InlineData("localhost/a", "localhost")]
    [InlineData("registry:5000/a@sha256:00", "registry:5000")]
    public void HostOf_NameOfAnImage_IsTheRegistryUnlessDockersOwn(string reference, string? host) =>
        Assert.Equal(host, RegistryAddress.HostOf(reference));
}
