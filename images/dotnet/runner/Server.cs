using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;

namespace SkillHost.Runner;

/// <summary>Serves calls, each on the thread that read it while another goes on reading: no call waits for a hand-over.</summary>
public sealed class Server
{
    private const int MostThreads = 64;
    private static readonly string[] Revisions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

    private readonly Lines _lines;
    private readonly Output _output;
    private readonly Dictionary<string, Function> _functions;
    private readonly string _name;
    private readonly string _tools;
    private readonly TextWriter _log;
    private readonly Lock _reading = new();
    private readonly Lock _state = new();
    private readonly Dictionary<string, Call> _calls = [];
    private int _threads = 1;
    private int _idle;

    /// <summary>Whether one thread reads and serves; default false.</summary>
    public bool Alone { get; init; }

    /// <summary>A server between two streams.</summary>
    public Server(Stream source, Stream target, Dictionary<string, Function> functions, string name, TextWriter log)
    {
        _lines = new Lines(source);
        _output = new Output(target);
        _functions = functions;
        _name = name;
        _log = log;
        JsonNode[] tools = [.. functions.Values.Select(function => function.Tool.DeepClone())];
        _tools = new JsonObject { ["tools"] = new JsonArray(tools) }.ToJsonString(Schemas.Json);
    }

    /// <summary>Serves until the source ends.</summary>
    public void Run()
    {
        while (true)
        {
            JsonDocument? request;
            Interlocked.Increment(ref _idle);
            lock (_reading)
            {
                Interlocked.Decrement(ref _idle);
                request = Next();
                if (request is null)
                {
                    return;
                }

                EnsureReader();
            }

            using (request)
            {
                Serve(request.RootElement);
            }
        }
    }

    /// <summary>Has somebody wait behind whoever reads.</summary>
    public void EnsureReader()
    {
        if (Alone || Volatile.Read(ref _idle) > 0 || _threads >= MostThreads)
        {
            return;
        }

        _threads++;
        Interlocked.Increment(ref _idle);
        Thread reader = new(() =>
        {
            Interlocked.Decrement(ref _idle);
            Run();

            // The host is gone, whatever the others still do.
            Environment.Exit(0);
        });
        reader.IsBackground = true;
        reader.Start();
    }

    // The next call; everything else is answered at once. Null at the end.
    private JsonDocument? Next()
    {
        while (_lines.Next() is { } line)
        {
            JsonDocument message;
            try
            {
                message = JsonDocument.Parse(line);
            }
            catch (JsonException)
            {
                _output.Error("null", -32700, "no JSON");
                continue;
            }

            if (message.RootElement.ValueKind != JsonValueKind.Object)
            {
                _output.Error("null", -32600, "no request");
            }
            else if (Text(message.RootElement, "method") is "tools/call" && Id(message.RootElement) is not null)
            {
                return message;
            }
            else
            {
                Answer(message.RootElement);
            }

            message.Dispose();
        }

        return null;
    }

    private void Answer(JsonElement message)
    {
        string? method = Text(message, "method");
        JsonElement parameters = Parameters(message);
        switch (Id(message), method)
        {
            case (null, "notifications/cancelled"):
                Cancel(parameters);
                break;
            case (null, _):
                break;
            case ({ } id, "initialize"):
                string? asked = Text(parameters, "protocolVersion");
                _output.Result(id, writer => Welcome(writer, Revisions.Contains(asked) ? asked : Revisions[^1]));
                break;
            case ({ } id, "tools/list"):
                _output.Result(id, writer => writer.WriteRawValue(_tools, skipInputValidation: true));
                break;
            case ({ } id, "ping" or "logging/setLevel"):
                _output.Result(id, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteEndObject();
                });
                break;
            case ({ } id, _):
                _output.Error(id, -32601, "no such method");
                break;
        }
    }

    private void Welcome(Utf8JsonWriter writer, string? revision)
    {
        writer.WriteStartObject();
        writer.WriteString("protocolVersion", revision);
        writer.WriteStartObject("capabilities");
        writer.WriteStartObject("tools");
        writer.WriteEndObject();
        writer.WriteStartObject("logging");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("serverInfo");
        writer.WriteString("name", _name);
        writer.WriteString("version", "1");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void Cancel(JsonElement parameters)
    {
        Call? call = null;
        if (parameters.TryGetProperty("requestId", out JsonElement id))
        {
            lock (_state)
            {
                _calls.TryGetValue(id.GetRawText(), out call);
            }
        }

        call?.Cancel();
    }

    private void Serve(JsonElement message)
    {
        // Not null: looked at before.
        string id = Id(message)!;
        JsonElement parameters = Parameters(message);
        if (Text(parameters, "name") is not { } name || !_functions.TryGetValue(name, out Function? function))
        {
            _output.Error(id, -32602, "no such tool");
            return;
        }

        Call call = new(_output, id, parameters);
        lock (_state)
        {
            _calls[id] = call;
        }

        ToolResult result = Run(function, call, parameters.TryGetProperty("arguments", out JsonElement given) ? given : default);
        lock (_state)
        {
            _calls.Remove(id);
        }

        if (call.TryAnswer())
        {
            _output.Result(id, result.Write);
        }
    }

    private ToolResult Run(Function function, Call call, JsonElement arguments)
    {
        try
        {
            return function.Run(arguments, call);
        }
        catch (WrongArgumentException e)
        {
            return Failed(e.Message);
        }
        catch (Exception e)
        {
            // Whatever the skill's code throws ends its call, and not the others of this server.
            _log.Write(Failure.Trace(e));
            _log.Flush();
            return Failed(Failure.Describe(e));
        }
    }

    private static ToolResult Failed(string text) => new() { Content = [new Block("text") { Text = text }], IsError = true };

    private static string? Id(JsonElement message) =>
        message.TryGetProperty("id", out JsonElement id) && id.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? id.GetRawText() : null;

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    private static JsonElement Parameters(JsonElement message) =>
        message.TryGetProperty("params", out JsonElement parameters) && parameters.ValueKind == JsonValueKind.Object
            ? parameters : Nothing.RootElement;

    private static JsonDocument Nothing { get; } = JsonDocument.Parse("{}");
}
