using System.Buffers.Binary;
using System.IO.Compression;
using Akida.Formats;
using Akida.Graph;
using Akida.Training.Data;

namespace Akida.Zoo.Pipelines.Data;

/// <summary>The IDX format of MNIST: bytes with a big-endian header of their sizes, possibly packed with gzip.</summary>
public static class IdxFile
{
    private const int MaximumDimensions = 4;

    private const byte UnsignedBytes = 8;

    /// <summary>The most bytes that a packed file may unpack to.</summary>
    private const long MaximumSize = 1L << 30;

    /// <summary>Reads a file; a name that ends in <c>.gz</c> means that it is packed.</summary>
    /// <returns>The samples: the first size is their number, the others are their shape.</returns>
    /// <exception cref="DatasetException">The file is missing or damaged; the message names it.</exception>
    public static SampleArray Read(string path)
    {
        try
        {
            return Parse(Unpack(path));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: {(error is FileNotFoundException ? "no such file" : error.Message)}", error);
        }
    }

    /// <summary>Reads the bytes of an unpacked file.</summary>
    /// <exception cref="InvalidDataException">They are not of the format, or there are more or fewer than the header says.</exception>
    public static SampleArray Parse(byte[] file)
    {
        if (file.Length < 4 || file[0] != 0 || file[1] != 0 || file[2] != UnsignedBytes || file[3] is 0 or > MaximumDimensions)
        {
            throw new InvalidDataException($"is no IDX file of bytes with 1 to {MaximumDimensions} dimensions");
        }

        int dimensions = file[3],
            header = 4 + (4 * dimensions);
        if (file.Length < header)
        {
            throw new InvalidDataException($"has {file.Length} bytes, the header alone takes {header}");
        }

        int[] sizes = new int[dimensions];
        long expected = 1;
        for (int i = 0; i < dimensions; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(4 + (4 * i)));
            if (size is 0 or > int.MaxValue || expected > file.LongLength / size)
            {
                throw new InvalidDataException($"has {file.Length - header} values, size {i + 1} of its header is {size}");
            }

            sizes[i] = (int)size;
            expected *= size;
        }

        return expected == file.Length - header
            ? new SampleArray(TensorShape.Of(sizes.Skip(1)), file[header..])
            : throw new InvalidDataException($"has {file.Length - header} values, must have {string.Join("×", sizes)} = {expected}");
    }

    private static byte[] Unpack(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            return File.ReadAllBytes(path);
        }

        using FileStream packed = File.OpenRead(path);
        using GZipStream stream = new(packed, CompressionMode.Decompress);
        return BoundedStream.ReadAll(stream, MaximumSize);
    }
}
