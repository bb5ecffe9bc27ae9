using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Akida.Formats.Numpy;

/// <summary>The <c>.npy</c> format: a header that is a Python dictionary, then the values.</summary>
internal static partial class NpyFormat
{
    private const int Alignment = 64;

    // Far more than NumPy writes for any array; a structured type with many fields could pass it, and is refused anyway.
    private const int MaximumHeaderLength = 1 << 16;

    // NumPy's own limit.
    private const int MaximumRank = 64;

    private static readonly (string Descriptor, Type ArrayType, int Size)[] Types =
    [
        ("|b1", typeof(bool[]), 1),
        ("|i1", typeof(sbyte[]), 1),
        ("|u1", typeof(byte[]), 1),
        ("<i2", typeof(short[]), 2),
        ("<u2", typeof(ushort[]), 2),
        ("<i4", typeof(int[]), 4),
        ("<u4", typeof(uint[]), 4),
        ("<i8", typeof(long[]), 8),
        ("<u8", typeof(ulong[]), 8),
        ("<f2", typeof(Half[]), 2),
        ("<f4", typeof(float[]), 4),
        ("<f8", typeof(double[]), 8),
    ];

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads what stands before the values in a stream of <paramref name="length"/> bytes.</summary>
    /// <exception cref="FormatException">It is no such array, or of a type that is not supported.</exception>
    public static NpyHeader ReadHeader(Stream stream, long length)
    {
        (string header, long headerLength) = ReadHeaderText(stream);
        Match match = HeaderPattern().Match(header);
        if (!match.Success)
        {
            throw new FormatException($"has the header {Shorten(header)}, must be a dictionary of descr, fortran_order and shape");
        }

        string descriptor = match.Groups["descr"].Value;
        (Type arrayType, int size) = TypeOf(descriptor);
        EquatableArray<int> shape = ReadShape(match.Groups["shape"].Value);
        long available = (length - headerLength) / Math.Max(size, 1),
            elements = Elements(shape, available);
        if (elements < 0 || elements * size != length - headerLength)
        {
            throw new FormatException(
                $"has shape ({string.Join(", ", shape)}) of type {descriptor}, but {length - headerLength} bytes of values"
            );
        }

        return new NpyHeader(arrayType, size, shape, match.Groups["fortran"].Value == "True");
    }

    /// <summary>Reads the next values of an array.</summary>
    /// <param name="stream">The stream, behind the header.</param>
    /// <param name="header">The header.</param>
    /// <param name="elements">How many values.</param>
    public static Array ReadValues(Stream stream, NpyHeader header, int elements)
    {
        if (header.ArrayType == typeof(string[]) || header.ArrayType == typeof(bool[]))
        {
            byte[] bytes = new byte[checked(elements * header.ElementSize)];
            stream.ReadExactly(bytes);
            return header.ArrayType == typeof(bool[])
                ? Array.ConvertAll(bytes, value => value != 0)
                : Enumerable
                    .Range(0, elements)
                    .Select(index => Encoding.UTF32.GetString(bytes, index * header.ElementSize, header.ElementSize).TrimEnd('\0'))
                    .ToArray();
        }

        Array values = Array.CreateInstanceFromArrayType(header.ArrayType, elements);
        stream.ReadExactly(Bytes(values, header.ElementSize));
        return values;
    }

    /// <summary>Values in which the first dimension runs fastest, as values in which the last one does.</summary>
    public static Array ToRowMajor(Array values, EquatableArray<int> shape)
    {
        Array sorted = Array.CreateInstanceFromArrayType(values.GetType(), values.Length);
        int[] position = new int[shape.Count];
        for (int target = 0; target < values.Length; target++)
        {
            int source = 0;
            for (int axis = shape.Count - 1; axis >= 0; axis--)
            {
                source = (source * shape[axis]) + position[axis];
            }

            Array.Copy(values, source, sorted, target, 1);
            for (int axis = shape.Count - 1; axis >= 0 && ++position[axis] == shape[axis]; axis--)
            {
                position[axis] = 0;
            }
        }

        return sorted;
    }

    /// <summary>Writes an array.</summary>
    public static void Write(Stream stream, NpyArray array)
    {
        if (Elements(array.Shape, array.Values.LongLength) != array.Values.LongLength)
        {
            throw new FormatException($"an array of shape ({string.Join(", ", array.Shape)}) cannot have {array.Values.LongLength} values");
        }

        (string descriptor, byte[] values) = Describe(array.Values);
        string shape = array.Shape.Count == 1 ? $"({array.Shape[0]},)" : $"({string.Join(", ", array.Shape)})";
        string header = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': {shape}, }}";
        int prefix = Magic.Length + 4,
            padded = (prefix + header.Length + Alignment) / Alignment * Alignment;
        header = header.PadRight(padded - prefix - 1) + '\n';

        stream.Write(Magic);
        stream.Write([1, 0]);
        Span<byte> headerLength = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(headerLength, checked((ushort)header.Length));
        stream.Write(headerLength);
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(values);
    }

    private static (string Header, long Length) ReadHeaderText(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        stream.ReadExactly(start);
        if (!start[..6].SequenceEqual(Magic) || start[6] is < 1 or > 3)
        {
            throw new FormatException("is no NumPy array of format 1, 2 or 3");
        }

        Span<byte> size = stackalloc byte[4];
        size.Clear();
        int sizeLength = start[6] == 1 ? 2 : 4;
        stream.ReadExactly(size[..sizeLength]);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MaximumHeaderLength)
        {
            throw new FormatException($"has a header of {length} bytes, more than {MaximumHeaderLength}");
        }

        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return (Encoding.UTF8.GetString(header), start.Length + sizeLength + length);
    }

    private static (Type ArrayType, int Size) TypeOf(string descriptor)
    {
        if (
            descriptor.StartsWith("<U", StringComparison.Ordinal)
            && int.TryParse(descriptor.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int characters)
            && characters <= int.MaxValue / 4
        )
        {
            return (typeof(string[]), characters * 4);
        }

        int index = Array.FindIndex(Types, type => type.Descriptor == descriptor);
        return index >= 0
            ? (Types[index].ArrayType, Types[index].Size)
            : throw new FormatException(
                $"is of type '{descriptor}', must be {string.Join(", ", Types.Select(type => type.Descriptor))} or <U"
            );
    }

    private static EquatableArray<int> ReadShape(string text)
    {
        string[] sizes = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (sizes.Length > MaximumRank)
        {
            throw new FormatException($"has {sizes.Length} sizes in its shape, must have at most {MaximumRank}");
        }

        return sizes
            .Select(size =>
                int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                    ? value
                    : throw new FormatException($"has the size {size} in its shape, must be below 2^31")
            )
            .ToEquatableArray();
    }

    // The product of the sizes, or -1 when it passes what there is.
    private static long Elements(EquatableArray<int> shape, long available)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        long elements = 1;
        foreach (int size in shape)
        {
            if (elements > available / size)
            {
                return -1;
            }

            elements *= size;
        }

        return elements;
    }

    private static (string Descriptor, byte[] Bytes) Describe(Array values)
    {
        if (values is string[] texts)
        {
            byte[][] encoded = Array.ConvertAll(texts, Encoding.UTF32.GetBytes);
            int size = Math.Max(4, encoded.Select(text => text.Length).DefaultIfEmpty().Max());
            byte[] bytes = new byte[size * texts.Length];
            for (int i = 0; i < encoded.Length; i++)
            {
                encoded[i].CopyTo(bytes, i * size);
            }

            return ($"<U{size / 4}", bytes);
        }

        int index = Array.FindIndex(Types, type => type.ArrayType == values.GetType());
        return index >= 0
            ? (Types[index].Descriptor, Bytes(values, Types[index].Size).ToArray())
            : throw new FormatException($"arrays of {values.GetType().GetElementType()!.Name} cannot be written");
    }

    private static Span<byte> Bytes(Array values, int size) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(values), checked(values.Length * size));

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..77] + "...";

    [GeneratedRegex(
        @"^\{(?=.*'descr': *'(?<descr>[^']{1,16})')"
            + @"(?=.*'fortran_order': *(?<fortran>True|False))(?=.*'shape': *\((?<shape>[\d, ]*)\)).*\}\s*$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex HeaderPattern();
}
