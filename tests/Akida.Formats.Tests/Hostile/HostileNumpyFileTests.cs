using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Akida.Formats.Tests.Hostile;

/// <summary>
/// Damaged <c>.npz</c> archives. Whether an array that is not a number is allowed is the matter of who asks for it: an archive holds any
/// array.
/// </summary>
public class HostileNumpyFileTests(ITestOutputHelper output) : HostileReaderTests(output)
{
    private static readonly byte[] Python = File.ReadAllBytes(
        Path.Combine(Testing.TestFolders.Data, "cases", "random_v1_0003", "akida.npz")
    );

    protected override string FileName => "net.npz";

    protected override IReadOnlyList<byte[]> GoodFiles =>
        [Python, Zip(("x.npy", Npy("'<f4'", "(2, 3)", new byte[24])), ("y.npy", Npy("'<i2'", "(1000,)", new byte[2000])))];

    protected override IEnumerable<HostileInput> AbsurdSizes =>
        [
            new(
                Zip(("x.npy", Npy("'<f4'", "(2147483647, 2147483647)", new byte[24]))),
                "array 'x' has shape (2147483647, 2147483647) of type <f4, but 24 bytes of values"
            ),
            new(
                Zip(("x.npy", Npy("'<f4'", "(0, 2147483647, 3)", new byte[24]))),
                "array 'x' has shape (0, 2147483647, 3) of type <f4, but 24 bytes of values"
            ),
            new(
                Zip(("x.npy", Npy("'<f4'", "(99999999999,)", new byte[24]))),
                "array 'x' has the size 99999999999 in its shape, must be below 2^31"
            ),
            new(
                Zip(("x.npy", Npy("'<f4'", "(-6,)", new byte[24]))),
                "array 'x' has the header {'descr': '<f4', 'fortran_order': False, 'shape': (-6,), }"
            ),
            new(Zip(("x.npy", Npy("'<U99999999999'", "(1,)", new byte[24]))), "array 'x' is of type '<U99999999999', must be"),
            new(
                Zip(("x.npy", [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255])),
                "array 'x' has a header of 4294967295 bytes, more than 65536"
            ),
            new(Declared(Zip(("x.npy", Npy("'<f4'", "(6,)", new byte[24]))), uint.MaxValue - 1), "array 'x' is said to unpack from"),
            new(Bomb(), "array 'b' is said to unpack from"),
            new(Overlapping(entries: 100), "the arrays up to 'x' are said to take"),
        ];

    protected override IEnumerable<HostileInput> Cycles =>
        [
            // The only addresses of an archive are those of its entries: the directory as an entry of itself.
            new(DirectoryAsEntry(), "array 'x' is damaged: A local file header is corrupt"),
        ];

    protected override IEnumerable<HostileInput> DuplicateNames =>
        [
            new(
                Zip(("x.npy", Npy("'<f4'", "(6,)", new byte[24])), ("x.npy", Npy("'<f4'", "(6,)", new byte[24]))),
                "array 'x' is there twice"
            ),
            new(Zip(("x.npy", Npy("'<f4'", "(6,)", new byte[24])), ("x", Npy("'<f4'", "(6,)", new byte[24]))), "array 'x' is there twice"),
        ];

    protected override IEnumerable<HostileInput> MissingParts =>
        [
            new([], "is not a readable npz file"),
            new("not an archive"u8.ToArray(), "is not a readable npz file"),
            new(Zip(("x.npy", [])), "array 'x' is damaged"),
            new(Zip(("x.npy", "not an array"u8.ToArray())), "array 'x' is no NumPy array of format 1, 2 or 3"),
            new(Zip(("x.npy", Npy("'<f4'", "(6,)", new byte[23]))), "array 'x' has shape (6) of type <f4, but 23 bytes of values"),
            new(Zip(("x.npy", Npy("'<f4'", "(6,)", new byte[25]))), "array 'x' has shape (6) of type <f4, but 25 bytes of values"),
            new(Zip(("x.npy", Npy("'|O'", "(6,)", new byte[48]))), "array 'x' is of type '|O', must be"),
            new(WithOtherValue(), "array 'x' is damaged: its checksum is"),
        ];

    protected override IEnumerable<HostileInput> NotFinite =>
        [
            new(
                Zip(("x.npy", Npy("'<f4'", "(NaN,)", new byte[24]))),
                "array 'x' has the header {'descr': '<f4', 'fortran_order': False, 'shape': (NaN,), }"
            ),
            new(
                Zip(("x.npy", Npy("'<f4'", "(1e9,)", new byte[24]))),
                "array 'x' has the header {'descr': '<f4', 'fortran_order': False, 'shape': (1e9,), }"
            ),
        ];

    protected override IEnumerable<HostileInput> DeepNesting =>
        [
            new(
                Zip(("x.npy", Npy("'<f4'", new string('(', 10_000) + new string(')', 10_000), new byte[24]))),
                "array 'x' has the header {'descr': '<f4', 'fortran_order': False, 'shape': ((((("
            ),
            new(
                Zip(("x.npy", Npy("'<f4'", "(" + string.Concat(Enumerable.Repeat("1, ", 10_000)) + ")", new byte[24]))),
                "array 'x' has 10000 sizes in its shape, must have at most 64"
            ),
        ];

    protected override IEnumerable<long> Boundaries(byte[] file) => ZipBoundaries.Of(file);

    protected override void Read(string path) => NpzFile.Read(path);

    private static byte[] Npy(string descriptor, string shape, byte[] values)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': {descriptor}, 'fortran_order': False, 'shape': {shape}, }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. header, .. values];
    }

    private static byte[] Zip(params (string Name, byte[] Contents)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] contents) in entries)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(contents);
            }
        }

        return stream.ToArray();
    }

    /// <summary>An archive whose directory says another unpacked size.</summary>
    private static byte[] Declared(byte[] zip, uint size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 24), size);
        return zip;
    }

    /// <summary>Three gigabytes of zeros, packed as deflate packs best, in three megabytes; only its directory matters.</summary>
    private static byte[] Bomb()
    {
        byte[] zip = Zip(("b.npy", new byte[3 << 20]));
        return Declared(zip, 3_000_000_000);
    }

    /// <summary>A directory with many entries for the same bytes.</summary>
    private static byte[] Overlapping(int entries)
    {
        byte[] zip = Zip(("x.npy", Npy("'|u1'", "(100000,)", new byte[100_000])));
        int directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8),
            end = zip.AsSpan().IndexOf("PK\u0005\u0006"u8);
        byte[] entry = zip[directory..end],
            record = zip[end..];
        List<byte> copies = [];
        for (int i = 0; i < entries; i++)
        {
            copies.AddRange(entry);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(8), (ushort)entries);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(10), (ushort)entries);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12), (uint)copies.Count);
        return [.. zip[..directory], .. copies, .. record];
    }

    private static byte[] DirectoryAsEntry()
    {
        byte[] zip = Zip(("x.npy", Npy("'<f4'", "(6,)", new byte[24])));
        int directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(directory + 42), (uint)directory);
        return zip;
    }

    /// <summary>A stored value that is not the one whose checksum the archive has.</summary>
    private static byte[] WithOtherValue()
    {
        byte[] zip = Zip(("x.npy", Npy("'|u1'", "(4,)", [11, 22, 33, 44])));
        zip[zip.AsSpan().IndexOf((ReadOnlySpan<byte>)[11, 22, 33, 44])] ^= 64;
        return zip;
    }
}
