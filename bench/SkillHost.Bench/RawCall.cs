using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkillHost.Bench;

/// <summary>The steps of a cold call made by hand, with the very configuration that a container of the product has.</summary>
internal sealed class RawCall : IDisposable
{
    private readonly RawEngine _engine;
    private readonly string _body;

    /// <param name="engine">The engine.</param>
    /// <param name="container">A running container of the product; its configuration is taken over, its program is replaced.</param>
    /// <param name="program">Program to run in place of process 1.</param>
    public RawCall(RawEngine engine, string container, params string[] program)
        : this(engine, container, null, program)
    {
    }

    /// <param name="engine">The engine.</param>
    /// <param name="container">As above.</param>
    /// <param name="cpus">Processors in place of the container's own; null for those.</param>
    /// <param name="program">As above.</param>
    public RawCall(RawEngine engine, string container, int? cpus, params string[] program)
    {
        _engine = engine;
        JsonElement inspect = engine.Json("GET", $"/containers/{container}/json");
        JsonObject body = JsonNode.Parse(inspect.GetProperty("Config").GetRawText())!.AsObject(); // An engine always gives the object.
        body["HostConfig"] = JsonNode.Parse(inspect.GetProperty("HostConfig").GetRawText());
        if (cpus is { } count)
        {
            body["HostConfig"]!["NanoCpus"] = count * 1_000_000_000L; // Just set.
        }

        body["Entrypoint"] = new JsonArray([.. program.Select(p => (JsonNode)p)]);
        body["Cmd"] = new JsonArray();
        body["Labels"] = new JsonObject { ["skillhost.bench"] = "raw" };
        body.Remove("Hostname");
        _body = body.ToJsonString();
    }

    public string Create() => _engine.Json("POST", "/containers/create", _body).GetProperty("Id").GetString() ?? "";

    public Socket Attach(string id) => _engine.Attach(id);

    public void Start(string id) => _engine.Request("POST", $"/containers/{id}/start");

    public void Remove(string id)
    {
        try
        {
            _engine.Request("DELETE", $"/containers/{id}?force=1&v=1");
        }
        catch (IOException gone) when (
            gone.Message.Contains(": 404", StringComparison.Ordinal) || gone.Message.Contains(": 409", StringComparison.Ordinal))
        {
            // The engine removed it by itself, as its configuration says.
        }
    }

    /// <summary>
    /// Create, attach, start, write the arguments, read to the end. Returns the id, for removal outside the measured time.
    /// </summary>
    public string Call(byte[] arguments, out string output)
    {
        string id = Create();
        using Socket socket = Attach(id);
        Start(id);
        socket.Send(arguments);
        socket.Shutdown(SocketShutdown.Send);
        output = Encoding.UTF8.GetString(ReadToEnd(socket));
        return id;
    }

    /// <summary>Megabytes a second of what one container writes, from its start to its end.</summary>
    public double Rate()
    {
        string id = Create();
        using Socket socket = Attach(id);
        Start(id);
        long start = Stopwatch.GetTimestamp();
        long read = Drain(socket);
        double rate = read / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6;
        Remove(id);
        return rate;
    }

    public void Dispose() => _engine.Dispose();

    /// <summary>Payload of all frames of standard output until the end.</summary>
    public static byte[] ReadToEnd(Socket socket)
    {
        using var all = new MemoryStream();
        byte[] header = new byte[8];
        while (Fill(socket, header))
        {
            byte[] payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))];
            Fill(socket, payload);
            all.Write(payload);
        }

        return all.ToArray();
    }

    /// <summary>Reads and drops frames until the end; returns the payload's bytes.</summary>
    public static long Drain(Socket socket)
    {
        byte[] buffer = new byte[128 * 1024];
        long total = 0;
        for (int n = socket.Receive(buffer); n > 0; n = socket.Receive(buffer))
        {
            total += n;
        }

        return total;
    }

    private static bool Fill(Socket socket, byte[] into)
    {
        for (int at = 0; at < into.Length;)
        {
            int n = socket.Receive(into, at, into.Length - at, SocketFlags.None);
            if (n == 0)
            {
                return false;
            }

            at += n;
        }

        return true;
    }
}
