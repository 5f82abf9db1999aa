using System.Text;
using SkillHost.Policies;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>
/// What the process of a call, or a server that is started for calls, gets beside its arguments: secrets and files. Nothing of it is
/// in the container's configuration; all of it travels with the start.
/// </summary>
internal static class ProcessGifts
{
    private const int OwnerMayRead = 0b100_000_000;
    private const int AllMayRead = 0b100_100_100;

    /// <summary>The same start with them.</summary>
    public static ProcessStart Add(ProcessStart start, SandboxPolicy policy, CallSecrets secrets, IReadOnlyList<InvocationFile> files)
    {
        FilePlaces places = Places(policy);
        if (places == FilePlaces.None && policy.Secrets.Count == 0)
        {
            return start;
        }

        return start with
        {
            Environment = WithSecrets(start.Environment, policy, secrets),
            Files = places == FilePlaces.None ? null : new FileDelivery
            {
                Emptied = places,
                Files = [.. SecretFiles(policy, secrets), .. files.Select(Sent)],
                Collect = places.HasFlag(FilePlaces.Out),
                CollectBytes = policy.Limits.OutBytes,
            },
        };
    }

    private static FilePlaces Places(SandboxPolicy policy) =>
        (policy.Limits.InBytes > 0 ? FilePlaces.In : FilePlaces.None)
        | (policy.Limits.OutBytes > 0 ? FilePlaces.Out : FilePlaces.None)
        | (policy.Secrets.Any(secret => secret.AsFile) ? FilePlaces.Secrets : FilePlaces.None);

    private static Dictionary<string, string> WithSecrets(
        IReadOnlyDictionary<string, string> environment, SandboxPolicy policy, CallSecrets secrets)
    {
        Dictionary<string, string> variables = new(environment);
        foreach (SecretGrant grant in policy.Secrets.Where(grant => !grant.AsFile))
        {
            variables[grant.Name] = secrets.Values[grant.Name];
        }

        return variables;
    }

    private static IEnumerable<DeliveredFile> SecretFiles(SandboxPolicy policy, CallSecrets secrets) =>
        policy.Secrets.Where(grant => grant.AsFile).Select(grant =>
        {
            byte[] value = Encoding.UTF8.GetBytes(secrets.Values[grant.Name]);
            return new DeliveredFile(FilePlaces.Secrets, grant.Name, OwnerMayRead, value.Length, _ => Open(value));
        });

    private static DeliveredFile Sent(InvocationFile file) => new(FilePlaces.In, file.Name, AllMayRead, file.Length, file.OpenAsync);

    private static ValueTask<Stream> Open(byte[] bytes) => ValueTask.FromResult<Stream>(new MemoryStream(bytes, writable: false));
}
