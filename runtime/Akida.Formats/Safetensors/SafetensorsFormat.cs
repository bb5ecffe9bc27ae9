using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akida.Formats.Json;

namespace Akida.Formats.Safetensors;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Its values, row-major: <c>sbyte[]</c>, <c>byte[]</c>, <c>short[]</c>, <c>ushort[]</c>, <c>int[]</c> or
/// <c>float[]</c>.</param>
internal sealed record SafetensorsTensor(TensorShape Shape, Array Values);

/// <summary>The contents of a safetensors file.</summary>
/// <param name="Metadata">Texts by key.</param>
/// <param name="Tensors">Tensors by name.</param>
internal sealed record SafetensorsContents(
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyDictionary<string, SafetensorsTensor> Tensors
);

/// <summary>The safetensors format: the length of a JSON header, the header, and the tensors without gaps.</summary>
internal static class SafetensorsFormat
{
    private const string MetadataKey = "__metadata__";

    private const int LengthSize = sizeof(ulong);

    // The header is padded to this, and larger items come first, so that every tensor is aligned to its items.
    private const int Alignment = 8;

    // As in the format's reference implementation.
    private const int MaximumHeaderLength = 100_000_000;

    private static readonly (Type ArrayType, string Name, int Size)[] Types =
    [
        (typeof(sbyte[]), "I8", 1),
        (typeof(byte[]), "U8", 1),
        (typeof(short[]), "I16", 2),
        (typeof(ushort[]), "U16", 2),
        (typeof(int[]), "I32", 4),
        (typeof(float[]), "F32", 4),
    ];

    private static readonly JsonCodec<EquatableArray<int>> Shape = JsonCodec.List(
        JsonCodec.Map(JsonCodec.Int, "a size of at least 0", size => size >= 0, size => size, size => size)
    );

    private static readonly JsonCodec<EquatableArray<double>> Offsets = JsonCodec.Map(
        JsonCodec.List(JsonCodec.Number),
        "a start and an end",
        offsets => offsets.Count == 2 && offsets.All(offset => offset >= 0 && offset % 1 == 0),
        offsets => offsets,
        offsets => offsets
    );

    /// <summary>Reads a stream of <paramref name="length"/> bytes.</summary>
    /// <exception cref="FormatException">It is no safetensors file, or holds a type that is not supported.</exception>
    public static SafetensorsContents Read(Stream stream, long length)
    {
        using JsonDocument header = ReadHeader(stream, length, out long headerEnd);
        Dictionary<string, string> metadata = [];
        List<(string Name, Entry Entry)> entries = [];
        foreach (JsonProperty property in header.RootElement.EnumerateObject())
        {
            if (property.Name == MetadataKey)
            {
                ReadMetadata(property.Value, metadata);
            }
            else
            {
                entries.Add((property.Name, ReadEntry(property)));
            }
        }

        Dictionary<string, SafetensorsTensor> tensors = [];
        long position = 0,
            available = length - headerEnd;
        foreach ((string name, Entry entry) in entries.OrderBy(entry => entry.Entry.Start).ThenBy(entry => entry.Entry.End))
        {
            if (entry.Start != position || entry.End > available)
            {
                throw new FormatException(
                    $"tensor '{name}' lies at bytes {entry.Start} to {entry.End}, must begin at {position} and end by {available}"
                );
            }

            Array values = Array.CreateInstanceFromArrayType(entry.ArrayType, checked((int)entry.Shape.Elements));
            stream.ReadExactly(Bytes(values, entry.ItemSize));
            if (values is float[] floats && Array.FindIndex(floats, value => !float.IsFinite(value)) is >= 0 and var bad)
            {
                throw new FormatException($"tensor '{name}' has the value {floats[bad]} at {bad}, must be finite");
            }

            tensors.Add(name, new SafetensorsTensor(entry.Shape, values));
            position = entry.End;
        }

        return position == available
            ? new SafetensorsContents(metadata, tensors)
            : throw new FormatException($"{available - position} bytes after the last tensor belong to none");
    }

    /// <summary>Writes a file.</summary>
    public static void Write(Stream stream, SafetensorsContents contents)
    {
        JsonObject metadata = new(contents.Metadata.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
        JsonObject header = new() { [MetadataKey] = metadata };
        var sorted = contents
            .Tensors.Select(pair =>
                (Name: pair.Key, Tensor: pair.Value, Type: Types.First(type => type.ArrayType == pair.Value.Values.GetType()))
            )
            .OrderByDescending(entry => entry.Type.Size)
            .ToArray();
        long position = 0;
        foreach ((string name, SafetensorsTensor tensor, var type) in sorted)
        {
            if (tensor.Shape.Elements != tensor.Values.LongLength)
            {
                throw new FormatException($"tensor '{name}' of shape {tensor.Shape} cannot have {tensor.Values.LongLength} values");
            }

            long end = position + (tensor.Values.LongLength * type.Size);
            header[name] = new JsonObject
            {
                ["dtype"] = type.Name,
                ["shape"] = Shape.Write(tensor.Shape.Dimensions),
                ["data_offsets"] = new JsonArray(position, end),
            };
            position = end;
        }

        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        int padding = (Alignment - (json.Length % Alignment)) % Alignment;
        Span<byte> headerLength = stackalloc byte[LengthSize];
        BinaryPrimitives.WriteUInt64LittleEndian(headerLength, (ulong)(json.Length + padding));
        stream.Write(headerLength);
        stream.Write(json);
        stream.Write("       "u8[..padding]);
        foreach ((_, SafetensorsTensor tensor, var type) in sorted)
        {
            stream.Write(Bytes(tensor.Values, type.Size));
        }
    }

    private static JsonDocument ReadHeader(Stream stream, long length, out long headerEnd)
    {
        if (length < LengthSize)
        {
            throw new FormatException($"has {length} bytes, too few for a safetensors file");
        }

        Span<byte> lengthBytes = stackalloc byte[LengthSize];
        stream.ReadExactly(lengthBytes);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (headerLength > (ulong)Math.Min(length - LengthSize, MaximumHeaderLength))
        {
            throw new FormatException(
                $"is no safetensors file: it says that its header has {headerLength} bytes, but {length - LengthSize} follow"
            );
        }

        byte[] json = new byte[headerLength];
        stream.ReadExactly(json);
        headerEnd = LengthSize + json.Length;
        try
        {
            JsonDocument header = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return header.RootElement.ValueKind == JsonValueKind.Object
                ? header
                : throw new FormatException("is no safetensors file: its header is no JSON object");
        }
        catch (JsonException error)
        {
            throw new FormatException($"is no safetensors file: its header is not valid JSON: {error.Message}", error);
        }
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        JsonSettingsReader settings = new(element, MetadataKey);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            metadata.Add(property.Name, settings.Required(property.Name, JsonCodec.Text, ""));
        }
    }

    private static Entry ReadEntry(JsonProperty property)
    {
        JsonSettingsReader settings = new(property.Value, $"tensor '{property.Name}'");
        string typeName = settings.Required("dtype", JsonCodec.Words([.. Types.Select(type => (type.Name, type.Name))]), "");
        TensorShape shape = new(settings.Required("shape", Shape, []));
        EquatableArray<double> offsets = settings.Required("data_offsets", Offsets, []);
        settings.RefuseOthers();

        (Type arrayType, _, int size) = Types.First(type => type.Name == typeName);
        long start = (long)offsets[0],
            end = (long)offsets[1];
        return end - start == ByteCount(shape, size)
            ? new Entry(arrayType, size, shape, start, end)
            : throw new FormatException($"tensor '{property.Name}' of type {typeName} and shape {shape} cannot have {end - start} bytes");
    }

    // The bytes of a tensor, or -1 where there cannot be so many.
    private static long ByteCount(TensorShape shape, int itemSize)
    {
        try
        {
            return checked(shape.Elements * itemSize);
        }
        catch (OverflowException)
        {
            return -1;
        }
    }

    private static Span<byte> Bytes(Array values, int itemSize) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(values), checked(values.Length * itemSize));

    private readonly record struct Entry(Type ArrayType, int ItemSize, TensorShape Shape, long Start, long End);
}
