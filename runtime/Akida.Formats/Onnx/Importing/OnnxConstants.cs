using System.Runtime.InteropServices;
using Akida.Formats.Onnx.Protocol;
using TensorType = Akida.Formats.Onnx.Protocol.TensorProto.Types.DataType;

namespace Akida.Formats.Onnx.Importing;

/// <summary>Reads constants, after checking that the file holds as many bytes as their sizes ask for.</summary>
/// <param name="folder">The folder of the model, in which files of constants may lie.</param>
internal sealed class OnnxConstants(string folder)
{
    private readonly Dictionary<string, long> externalFiles = [];
    private long externalBytes;

    /// <summary>Checks a constant's sizes.</summary>
    /// <exception cref="GraphException">The type is not known, a size is out of range, or there are more or fewer values than the sizes
    /// say.</exception>
    public static void Check(TensorProto tensor) => Describe(tensor);

    /// <summary>A constant.</summary>
    /// <exception cref="GraphException">The constant is damaged, or lies in a file that is not there or not beside the model.</exception>
    public ConstantValue Read(TensorProto tensor)
    {
        (TensorShape shape, int count, int size) = Describe(tensor);
        TensorType type = (TensorType)tensor.DataType;
        if (tensor.DataLocation != TensorProto.Types.DataLocation.External && tensor.RawData.Length == 0)
        {
            return FromList(tensor, type, shape, count);
        }

        ReadOnlySpan<byte> bytes =
            tensor.DataLocation == TensorProto.Types.DataLocation.External ? ReadExternal(tensor, (long)count * size) : tensor.RawData.Span;
        return type switch
        {
            TensorType.Float => new(shape, MemoryMarshal.Cast<byte, float>(bytes).ToArray(), null),
            TensorType.Double => new(
                shape,
                Array.ConvertAll(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), value => (float)value),
                null
            ),
            TensorType.Float16 => new(
                shape,
                Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), value => (float)value),
                null
            ),
            TensorType.Int64 => new(shape, null, MemoryMarshal.Cast<byte, long>(bytes).ToArray()),
            TensorType.Int32 => new(shape, null, Array.ConvertAll(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), value => (long)value)),
            TensorType.Int16 => new(shape, null, Array.ConvertAll(MemoryMarshal.Cast<byte, short>(bytes).ToArray(), value => (long)value)),
            TensorType.Int8 => new(shape, null, Array.ConvertAll(MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray(), value => (long)value)),
            _ => new(shape, null, Array.ConvertAll(bytes.ToArray(), value => (long)value)),
        };
    }

    private static ConstantValue FromList(TensorProto tensor, TensorType type, TensorShape shape, int count) =>
        type switch
        {
            _ when count == 0 => new(shape, null, []),
            TensorType.Float => new(shape, [.. tensor.FloatData], null),
            TensorType.Double => new(shape, [.. tensor.DoubleData.Select(value => (float)value)], null),
            TensorType.Float16 => new(
                shape,
                [.. tensor.Int32Data.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))],
                null
            ),
            TensorType.Int64 => new(shape, null, [.. tensor.Int64Data]),
            _ => new(shape, null, [.. tensor.Int32Data.Select(value => (long)value)]),
        };

    private static (TensorShape Shape, int Count, int Size) Describe(TensorProto tensor)
    {
        TensorType type = (TensorType)tensor.DataType;
        int size = type switch
        {
            TensorType.Float or TensorType.Int32 => 4,
            TensorType.Double or TensorType.Int64 => 8,
            TensorType.Float16 or TensorType.Int16 => 2,
            TensorType.Uint8 or TensorType.Int8 or TensorType.Bool => 1,
            _ => throw new GraphException(
                $"constant '{tensor.Name}' has type {tensor.DataType}, must be float, float16, double, bool or a whole number"
            ),
        };
        long count = 1;
        foreach (long dimension in tensor.Dims)
        {
            if (dimension is < 0 or > int.MaxValue || (count *= dimension) > Array.MaxLength / 8)
            {
                throw new GraphException(
                    $"constant '{tensor.Name}' has sizes {string.Join('×', tensor.Dims)}, must be at most {Array.MaxLength / 8} values"
                );
            }
        }

        if (tensor.DataLocation != TensorProto.Types.DataLocation.External)
        {
            long held = tensor.RawData.Length > 0 ? tensor.RawData.Length : (long)ListLength(tensor, type) * size;
            if (held != count * size)
            {
                throw new GraphException(
                    $"constant '{tensor.Name}' of sizes {string.Join('×', tensor.Dims)} takes {count * size} bytes, found {held}"
                );
            }
        }

        return (TensorShape.Of(tensor.Dims.Select(dimension => (int)dimension)), (int)count, size);
    }

    private static int ListLength(TensorProto tensor, TensorType type) =>
        type switch
        {
            TensorType.Float => tensor.FloatData.Count,
            TensorType.Double => tensor.DoubleData.Count,
            TensorType.Int64 => tensor.Int64Data.Count,
            _ => tensor.Int32Data.Count,
        };

    private byte[] ReadExternal(TensorProto tensor, long needed)
    {
        string location = Entry(tensor, "location") ?? "";
        if (location.Length == 0 || location != Path.GetFileName(location) || location is "." or ".." || location.Contains('\\'))
        {
            throw new GraphException($"constant '{tensor.Name}' lies in '{location}', must be a file in the folder of the model");
        }

        FileInfo file = new(Path.Combine(folder, location));
        if (!file.Exists || file.LinkTarget is not null)
        {
            throw new GraphException($"constant '{tensor.Name}' lies in '{location}', which is not a file in the folder of the model");
        }

        long offset = Number(tensor, "offset", 0),
            length = Number(tensor, "length", needed);
        if (length != needed || offset < 0 || offset > file.Length - length)
        {
            throw new GraphException(
                $"constant '{tensor.Name}' takes {needed} bytes, '{location}' shall have {length} at {offset} but is {file.Length} long"
            );
        }

        // Each byte once: a small file cannot ask for the same gigabyte a thousand times.
        externalFiles[location] = file.Length;
        externalBytes += needed;
        if (externalBytes > externalFiles.Values.Sum())
        {
            throw new GraphException($"constant '{tensor.Name}' overlaps others in '{location}'");
        }

        byte[] bytes = new byte[needed];
        using FileStream stream = file.OpenRead();
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;

    private static long Number(TensorProto tensor, string key, long absent) =>
        Entry(tensor, key) is not { } text ? absent
        : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long value)
            ? value
        : throw new GraphException($"constant '{tensor.Name}': '{key}' is '{text}', must be a number");
}
