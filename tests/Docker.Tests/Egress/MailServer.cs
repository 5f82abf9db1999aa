using System.Collections.Concurrent;
using System.Text;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>Takes mail; the server speaks first, as it does in SMTP.</summary>
internal sealed class MailServer
{
    public ConcurrentQueue<string> Mails { get; } = new();

    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(stream, Encoding.Latin1, leaveOpen: true);
        await SayAsync(stream, "220 mail.test ready", cancellationToken);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            string word = line.Split(' ')[0].ToUpperInvariant();
            if (word == "DATA")
            {
                await SayAsync(stream, "354 go on", cancellationToken);
                StringBuilder mail = new();
                while (await reader.ReadLineAsync(cancellationToken) is { } text && text != ".")
                {
                    mail.AppendLine(text);
                }

                Mails.Enqueue(mail.ToString());
            }

            await SayAsync(stream, word == "QUIT" ? "221 bye" : "250 ok", cancellationToken);
            if (word == "QUIT")
            {
                return;
            }
        }
    }

    private static async Task SayAsync(Stream stream, string line, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken);
}
