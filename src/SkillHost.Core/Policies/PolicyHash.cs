using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using SkillHost.Containers;

namespace SkillHost.Policies;

/// <summary>Names an effective policy by what it allows: equal policies have equal hashes, on every host and in every version.</summary>
public static class PolicyHash
{
    /// <summary>SHA-256, lower-case hexadecimal, of <see cref="Describe"/>.</summary>
    public static string Of(SandboxPolicy policy) => Convert.ToHexStringLower(SHA256.HashData(Describe(policy).Span));

    /// <summary>
    /// The same of what belongs to a container: policies that differ only in timeout and output, which are each call's own, have one.
    /// </summary>
    public static string OfContainer(SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Of(policy with { Limits = policy.Limits with { Timeout = TimeSpan.FromSeconds(1), OutputBytes = 1 } });
    }

    /// <summary>The policy as one line of JSON with its fields in a fixed order; where values came from is left out.</summary>
    public static ReadOnlyMemory<byte> Describe(SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        Write(json, policy.Limits);
        json.WriteString("network", policy.Network == ContainerNetwork.Bridge ? "bridge" : "none");
        if (policy.Egress is { } egress)
        {
            Write(json, egress);
        }

        json.WriteStartArray("mounts");
        foreach (MountGrant mount in policy.Mounts)
        {
            Write(json, mount);
        }

        json.WriteEndArray();
        json.WriteStartArray("secrets");
        foreach (SecretGrant secret in policy.Secrets)
        {
            Write(json, secret);
        }

        json.WriteEndArray();
        json.WriteNumber("firstUserId", policy.FirstUserId);
        json.WriteBoolean("executableTmp", policy.ExecutableTmp);
        json.WriteString("runtime", policy.Runtime);
        json.WriteBoolean("unsandboxed", policy.Unsandboxed);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ResourceLimits limits)
    {
        json.WriteNumber("cpus", limits.Cpus);
        json.WriteNumber("memoryBytes", limits.MemoryBytes);
        json.WriteNumber("pids", limits.Pids);
        json.WriteNumber("timeoutMs", limits.Timeout.TotalMilliseconds);
        json.WriteNumber("tmpBytes", limits.TmpBytes);
        json.WriteNumber("outputBytes", limits.OutputBytes);
        json.WriteNumber("inBytes", limits.InBytes);
        json.WriteNumber("outBytes", limits.OutBytes);
    }

    private static void Write(Utf8JsonWriter json, SecretGrant secret)
    {
        json.WriteStartObject();
        json.WriteString("name", secret.Name);
        json.WriteString("source", secret.Source);
        json.WriteBoolean("asFile", secret.AsFile);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EgressPolicy egress)
    {
        json.WriteStartObject("egress");
        json.WriteStartArray("entries");
        foreach (EgressEntry entry in egress.Entries)
        {
            json.WriteStartObject();
            json.WriteString("host", entry.Host);
            json.WriteNumber("port", entry.Port);
            json.WriteBoolean("checksServerName", entry.ChecksServerName);
            if (entry.Header is { } header)
            {
                Write(json, header);
            }

            json.WriteStartArray("addresses");
            foreach (IPNetwork network in entry.Addresses)
            {
                json.WriteStringValue(network.ToString());
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("connections", egress.Limits.Connections);
        json.WriteNumber("connectionsPerCall", egress.Limits.ConnectionsPerCall);
        json.WriteNumber("bytes", egress.Limits.Bytes);
        json.WriteNumber("connectTimeoutMs", egress.Limits.ConnectTimeout.TotalMilliseconds);
        json.WriteNumber("connectionTimeMs", egress.Limits.ConnectionTime.TotalMilliseconds);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, HeaderGrant header)
    {
        json.WriteStartObject("header");
        json.WriteString("name", header.Name);
        json.WriteString("source", header.Source);
        json.WriteString("prefix", header.Prefix);
        json.WriteNumber("tlsPort", header.TlsPort);
        json.WriteString("roots", header.Roots);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MountGrant mount)
    {
        json.WriteStartObject();
        json.WriteString("name", mount.Name);
        json.WriteString("source", mount.Source);
        json.WriteString("target", mount.Target);
        json.WriteBoolean("writable", mount.Writable);
        json.WriteEndObject();
    }
}
