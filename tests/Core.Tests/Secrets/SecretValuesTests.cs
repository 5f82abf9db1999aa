using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Secrets;

namespace SkillHost.Core.Tests.Secrets;

[SupportedOSPlatform("linux")]
public sealed class SecretValuesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Find_EveryStore_FirstOneWins()
    {
        Environment.SetEnvironmentVariable("SKILLHOST_SECRET_ORDER_A", "of the environment");
        Write("ORDER_A", "of the folder");
        Write("ORDER_B", "of the folder\n");
        SecretValues values = Make(options =>
        {
            options.Values["ORDER_B"] = "of the configuration";
            options.Values["ORDER_C"] = "of the configuration";
        }, new FixedStore("of a service"));

        Assert.Equal("of the environment", await values.FindAsync("ORDER_A", default));
        Assert.Equal("of the folder", await values.FindAsync("ORDER_B", default));
        Assert.Equal("of the configuration", await values.FindAsync("ORDER_C", default));
        Assert.Equal("of a service", await values.FindAsync("ORDER_D", default));
        Assert.Null(await Make().FindAsync("ORDER_D", default));
    }

    [Fact]
    public async Task Find_FileEveryoneMayRead_RefusedUnlessTheOperatorSaysSo()
    {
        Write("OPEN", "s3cret-value", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        SecretStoreException refused = await Assert.ThrowsAsync<SecretStoreException>(() => Make().FindAsync("OPEN", default));

        Assert.Contains("chmod o-rw", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-value", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, refused.Message, StringComparison.Ordinal);
        Assert.Equal("s3cret-value", await Make(options => options.AllowReadable = true).FindAsync("OPEN", default));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8193)]
    public async Task Find_LengthOutOfBounds_RefusedWithoutTheValue(int length)
    {
        Write("LONG", new string('x', 6));
        Assert.Equal("xxxxxx", await Make().FindAsync("LONG", default));
        Write("LONG", new string('x', length));

        SecretStoreException refused = await Assert.ThrowsAsync<SecretStoreException>(() => Make().FindAsync("LONG", default));

        Assert.DoesNotContain("xxxxx", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_StoreThrowsTheValue_NotInMessageNorLog()
    {
        using LogLines log = new();
        SecretValues values = Make(null, new FixedStore(null), log);

        SecretStoreException failed = await Assert.ThrowsAsync<SecretStoreException>(() => values.FindAsync("LEAKY", default));

        Assert.DoesNotContain("hunter2", failed.ToString(), StringComparison.Ordinal);
        Assert.Contains(log.All, line => line.Contains("LEAKY", StringComparison.Ordinal));
        Assert.DoesNotContain(log.All, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Find_PluginWithALibraryOfItsOwn_AnswersFromItsOwnContext()
    {
        string plugins = Directory.CreateDirectory(Path.Combine(_folder.Path, "plugins", "Vault")).Parent!.FullName;
        WritePlugin(Path.Combine(plugins, "Vault"));
        SecretValues values = Make(options => options.Plugins = plugins);

        Assert.Equal("from the vault", await values.FindAsync("ANY", default));
        Assert.DoesNotContain(
            System.Runtime.Loader.AssemblyLoadContext.Default.Assemblies, a => a.GetName().Name is "Vault" or "VaultClient");
    }

    [Fact]
    public void Options_PluginFolderEveryoneMayChange_RefusedAtStart()
    {
        string plugins = Directory.CreateDirectory(Path.Combine(_folder.Path, "plugins")).FullName;
        Assert.Null(Misses(plugins));

        File.SetUnixFileMode(plugins, File.GetUnixFileMode(plugins) | UnixFileMode.OtherWrite);

        Assert.Contains("every user may write", Misses(plugins), StringComparison.Ordinal);
    }

    [Fact]
    public void Plugin_ThatIsNone_StopsTheHostByName()
    {
        string plugins = Directory.CreateDirectory(Path.Combine(_folder.Path, "plugins", "Broken")).Parent!.FullName;
        File.WriteAllText(Path.Combine(plugins, "Broken", "Broken.dll"), "no assembly");

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => Make(options => options.Plugins = plugins));

        Assert.Contains("Broken", refused.Message, StringComparison.Ordinal);
    }

    private static string? Misses(string plugins) => new ServiceCollection().AddLogging().AddSecrets()
        .Configure<SecretOptions>(options => options.Plugins = plugins).BuildServiceProvider()
        .GetServices<IValidateOptions<SecretOptions>>()
        .Select(validator => validator.Validate(null, new SecretOptions { Plugins = plugins }))
        .Select(result => result.FailureMessage).FirstOrDefault();

    private void Write(string name, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
    }

    private SecretValues Make(Action<SecretOptions>? configure = null, ISecretStore? store = null, LogLines? log = null)
    {
        ServiceCollection services = new();
        services.AddLogging(logging => logging.AddProvider(log ?? new LogLines())).AddSecrets();
        services.Configure<SecretOptions>(options => options.Folder = _folder.Path).Configure(configure ?? (_ => { }));
        if (store is not null)
        {
            services.AddSingleton(store);
        }

        return services.BuildServiceProvider().GetRequiredService<SecretValues>();
    }

    private static void WritePlugin(string folder)
    {
        PersistedAssemblyBuilder library = new(new AssemblyName("VaultClient"), typeof(object).Assembly);
        TypeBuilder client = library.DefineDynamicModule("VaultClient").DefineType("Client", TypeAttributes.Public);
        MethodBuilder get = client.DefineMethod("Get", MethodAttributes.Public | MethodAttributes.Static, typeof(string), []);
        ILGenerator code = get.GetILGenerator();
        code.Emit(OpCodes.Ldstr, "from the vault");
        code.Emit(OpCodes.Ret);
        client.CreateType();
        library.Save(Path.Combine(folder, "VaultClient.dll"));

        PersistedAssemblyBuilder plugin = new(new AssemblyName("Vault"), typeof(object).Assembly);
        TypeBuilder store = plugin.DefineDynamicModule("Vault")
            .DefineType("Vault.Store", TypeAttributes.Public, null, [typeof(ISecretStore)]);
        MethodBuilder find = store.DefineMethod(
            "FindAsync", MethodAttributes.Public | MethodAttributes.Virtual, typeof(ValueTask<string>),
            [typeof(string), typeof(CancellationToken)]);
        code = find.GetILGenerator();
        code.Emit(OpCodes.Call, get);
        code.Emit(OpCodes.Newobj, typeof(ValueTask<string>).GetConstructor([typeof(string)])!);
        code.Emit(OpCodes.Ret);
        store.CreateType();
        plugin.Save(Path.Combine(folder, "Vault.dll"));
    }

    private sealed class FixedStore(string? value) : ISecretStore
    {
        public ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken) =>
            value is null ? throw new IOException("hunter2 was refused") : new ValueTask<string?>(value);
    }
}
