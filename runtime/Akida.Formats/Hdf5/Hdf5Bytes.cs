using System.Buffers.Binary;

namespace Akida.Formats.Hdf5;

/// <summary>
/// The bytes of an HDF5 file, which is a web of addresses: every reading of a place is bounded by the file, and all readings together by a
/// budget.
/// </summary>
/// <remarks>
/// An honest file is read about once. A crafted one can lead in circles, or name one place many times to fill the memory: the budget ends
/// both.
/// </remarks>
internal sealed class Hdf5Bytes(ReadOnlyMemory<byte> bytes)
{
    /// <summary>The address that stands for none.</summary>
    public const ulong NoAddress = ulong.MaxValue;

    // What an entry of a list costs: about the memory that it takes when it is read.
    private const int EntryCost = 64;

    private long budget = (1L << 20) + (4L * bytes.Length);

    /// <summary>The bytes from an address on.</summary>
    /// <param name="address">The address.</param>
    /// <param name="place">What is there, for messages.</param>
    /// <param name="length">How many bytes there are; all that follow if not given.</param>
    /// <exception cref="FormatException">The address or the length passes the end of the file.</exception>
    public Hdf5Cursor At(ulong address, string place, ulong? length = null)
    {
        if (address > (ulong)bytes.Length || length > (ulong)bytes.Length - address)
        {
            throw new FormatException($"is damaged: the {place} at {address} passes the end of the file");
        }

        ReadOnlyMemory<byte> rest = bytes[(int)address..];
        Spend((long)(length ?? EntryCost));
        return new Hdf5Cursor(length is { } some ? rest[..(int)some] : rest, place);
    }

    /// <summary>Takes entries of lists from the budget.</summary>
    /// <exception cref="FormatException">Nothing is left.</exception>
    public void SpendEntries(int count) => Spend((long)EntryCost * count);

    /// <summary>Takes bytes from the budget.</summary>
    /// <exception cref="FormatException">Nothing is left.</exception>
    public void Spend(long count)
    {
        budget -= count;
        if (budget < 0)
        {
            throw new FormatException("is damaged: its structure goes in circles");
        }
    }
}

/// <summary>Reads one piece of an HDF5 file from its start to its end.</summary>
internal sealed class Hdf5Cursor(ReadOnlyMemory<byte> bytes, string place)
{
    private ReadOnlyMemory<byte> rest = bytes;

    /// <summary>How many bytes are left.</summary>
    public int Left => rest.Length;

    public byte U8() => Take(1).Span[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2).Span);

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8).Span);

    /// <summary>An unsigned number of 1, 2, 4 or 8 bytes.</summary>
    public ulong Number(int size) =>
        size switch
        {
            1 => U8(),
            2 => U16(),
            4 => U32(),
            _ => U64(),
        };

    /// <summary>The next bytes.</summary>
    /// <exception cref="FormatException">There are not so many.</exception>
    public ReadOnlyMemory<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length)
        {
            throw new FormatException($"is damaged: its {place} is cut short");
        }

        ReadOnlyMemory<byte> taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    /// <summary>The next bytes, and the padding after them to a multiple of eight if <paramref name="padded"/>.</summary>
    public ReadOnlyMemory<byte> Take(ulong count, bool padded)
    {
        ReadOnlyMemory<byte> taken = Take(count);
        if (padded)
        {
            Take((8 - (count % 8)) % 8);
        }

        return taken;
    }

    public void Skip(int count) => Take((ulong)count);

    /// <summary>Passes a signature.</summary>
    /// <exception cref="FormatException">Something else is there.</exception>
    public void Expect(ReadOnlySpan<byte> signature)
    {
        if (!Take((ulong)signature.Length).Span.SequenceEqual(signature))
        {
            throw new FormatException($"is damaged: there is no {place} where one should be");
        }
    }

    /// <summary>Passes a version number.</summary>
    /// <exception cref="FormatException">It is another one.</exception>
    public byte Version(params ReadOnlySpan<byte> known)
    {
        byte version = U8();
        return known.Contains(version) ? version : throw new FormatException($"has a {place} of version {version}, which is not supported");
    }
}
