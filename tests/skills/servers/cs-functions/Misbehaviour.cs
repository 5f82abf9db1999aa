using System.ComponentModel;

/// <summary>Functions that do not behave.</summary>
public static class Misbehaviour
{
    [Description("Throws.")]
    public static async Task<string> FailsAsync(string text)
    {
        await Task.Yield();
        throw new FormatException(text);
    }

    [Description("Uses what cannot be used.")]
    public static int Breaks() => Fragile.Value;

    [Description("Ends the server.")]
    public static void Leaves() => Environment.Exit(7);

    [Description("Ends the server with a crash.")]
    public static void Crashes() => Environment.FailFast("crashed on purpose");

    [Description("Recurses for ever.")]
    public static int Recurses(int depth = 0) => Recurses(depth + 1) + 1;

    [Description("Never ends.")]
    public static void Spins()
    {
        while (true)
        {
        }
    }

    [Description("Takes all memory.")]
    public static int Eats()
    {
        List<byte[]> data = [];
        while (true)
        {
            data.Add(new byte[8 << 20]);
            Array.Fill(data[^1], (byte)1);
        }
    }

    [Description("Takes all memory, and not the collector's.")]
    public static int EatsOutside()
    {
        int taken = 0;
        while (true)
        {
            nint block = System.Runtime.InteropServices.Marshal.AllocHGlobal(8 << 20);
            for (int i = 0; i < 8 << 20; i += 4096)
            {
                System.Runtime.InteropServices.Marshal.WriteByte(block, i, 1);
            }

            taken++;
        }
    }

    [Description("Throws in a thread of its own, where nobody catches it.")]
    public static void ThrowsElsewhere()
    {
        Thread thread = new(() => throw new InvalidOperationException("nobody's"));
        thread.Start();
        thread.Join();

        // The exception ends the process: nothing may be answered before it has.
        Thread.Sleep(Timeout.Infinite);
    }
}
