using System.Buffers.Binary;

namespace Akida.Formats.Tests;

/// <summary>Makes damaged copies of a file, the same ones for the same seed.</summary>
internal static class Mutator
{
    // Lengths, addresses and counts as a liar would have them.
    private static readonly ulong[] Lies =
    [
        0,
        1,
        0x7f,
        0xff,
        0x7fff,
        0xffff,
        0x7fff_ffff,
        0xffff_ffff,
        1UL << 40,
        long.MaxValue,
        ulong.MaxValue,
    ];

    /// <summary>
    /// Copies of <paramref name="original"/>: first truncated ones, then ones with a few changed bytes, overwritten numbers, or moved
    /// pieces.
    /// </summary>
    public static IEnumerable<byte[]> Mutate(byte[] original, int truncations, int changes, int seed)
    {
        for (int i = 0; i < truncations; i++)
        {
            yield return original[..(int)((long)original.Length * i / truncations)];
        }

        Random random = new(seed);
        for (int i = 0; i < changes; i++)
        {
            byte[] copy = [.. original];
            for (int times = random.Next(1, 4); times > 0; times--)
            {
                Change(copy, random);
            }

            yield return copy;
        }
    }

    private static void Change(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                Span<byte> number = stackalloc byte[8];
                BinaryPrimitives.WriteUInt64LittleEndian(number, Lies[random.Next(Lies.Length)]);
                number[..(1 << random.Next(4))].TryCopyTo(bytes.AsSpan(at & ~7));
                break;
            case 3:
                BinaryPrimitives.WriteUInt64LittleEndian(number = stackalloc byte[8], (ulong)random.Next(bytes.Length));
                number.TryCopyTo(bytes.AsSpan(at & ~7));
                break;
            default:
                int length = Math.Min(random.Next(1, 64), bytes.Length - at),
                    from = random.Next(bytes.Length - length + 1);
                bytes.AsSpan(from, length).ToArray().CopyTo(bytes, at);
                break;
        }
    }
}
