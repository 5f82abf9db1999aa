using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using SkillHost.Containers;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker.Transport;

/// <summary>Turns the platform's exceptions into the engine's failures, with a remedy where there is one.</summary>
internal static class EngineFaults
{
    public const string HowToStart =
        "Start Docker (`sudo systemctl start docker`, Docker Desktop, or a rootless engine), or point DOCKER_HOST or "
        + "SkillHost:Docker:Address at one.";

    public const string HowToBeAllowed =
        "Add the user to the group that owns the socket (`sudo usermod -aG docker $USER`, then log in again), run with sudo, "
        + "or use a rootless engine.";

    /// <summary>Whether the exception is about the line or what came over it, as opposed to a bug.</summary>
    public static bool IsAboutTheLine(Exception fault) =>
        fault is HttpRequestException or IOException or SocketException or AuthenticationException or UnauthorizedAccessException
            or TimeoutException or JsonException or EngineException;

    /// <summary>The failure behind an exception of the line.</summary>
    public static EngineFailure Classify(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case EngineException known:
                    return known.Failure;
                case SocketException { SocketErrorCode: SocketError.AccessDenied } or UnauthorizedAccessException:
                    return EngineFailure.PermissionDenied;
                case JsonException:
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded }:
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded }:
                    return EngineFailure.Broken;
            }
        }

        return EngineFailure.Unreachable;
    }

    /// <summary>Why a line could not be opened or broke, in a few words.</summary>
    public static string Describe(Exception fault, DockerAddress address)
    {
        var cause = fault;
        while (cause.InnerException is { } inner && cause is not EngineException)
        {
            cause = inner;
        }

        return cause switch
        {
            // The platform's text for a missing socket speaks of an address that cannot be assigned.
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } when address.Scheme == DockerScheme.Unix =>
                "no such socket",
            TimeoutException when address.Scheme == DockerScheme.Pipe => "no such pipe",
            _ => cause.Message.TrimEnd('.'),
        };
    }

    /// <summary>The exception to throw for a request that met <paramref name="fault"/>.</summary>
    public static EngineException Explain(Exception fault, DockerAddress address, string request)
    {
        if (fault is EngineException known)
        {
            return known;
        }

        var failure = Classify(fault);
        var what = $"{request} at {address.Text} ({address.Origin}): {Describe(fault, address)}.";
        return failure switch
        {
            EngineFailure.PermissionDenied => new EngineException(failure, $"{what} {HowToBeAllowed}", fault),
            EngineFailure.Unreachable => new EngineException(failure, $"{what} {HowToStart}", fault),
            _ => new EngineException(failure, what, fault),
        };
    }

    /// <summary>The exception to throw for a request whose time was up.</summary>
    public static EngineException TimedOut(TimeSpan limit, DockerAddress address, string request) =>
        new(EngineFailure.TimedOut, $"{request} at {address.Text}: no complete answer within {limit.TotalSeconds:0.###} s");
}
