using System.Runtime.InteropServices;
using System.Text;

namespace Akida.Formats.Hdf5;

/// <summary>
/// Reads texts and floats by path from an HDF5 file: the part of the format that Keras files use, after the HDF5 File Format Specification,
/// version 3.0.
/// A reader of our own, because libraries allocate what a damaged file asks for.
/// </summary>
internal sealed class Hdf5File
{
    private readonly Hdf5Bytes bytes;
    private readonly Hdf5GlobalHeap heap;
    private readonly Hdf5Object root;
    private readonly Dictionary<ulong, Hdf5Object> objects = [];

    /// <summary>Opens a file of which all bytes are given.</summary>
    /// <exception cref="FormatException">It is no HDF5 file.</exception>
    public Hdf5File(ReadOnlyMemory<byte> contents)
    {
        bytes = new Hdf5Bytes(contents);
        heap = new Hdf5GlobalHeap(bytes);
        root = ObjectAt(ReadSuperblock(contents));
    }

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    /// <summary>Whether an object has an attribute.</summary>
    public bool HasAttribute(string path, string name) => Find(path)?.Attributes.ContainsKey(name) ?? false;

    /// <summary>An attribute that is a text.</summary>
    /// <exception cref="FormatException">It is missing or something else.</exception>
    public string Text(string path, string name)
    {
        Hdf5Attribute attribute = Attribute(path, name);
        return attribute.Space.Count == 1 && attribute.Space.Dimensions.Count == 0 && IsText(attribute)
            ? ReadText(attribute, new Hdf5Cursor(attribute.Data, "attribute"))
            : throw new FormatException($"attribute '{name}' of '{path}' must be a text");
    }

    /// <summary>An attribute that is a list of texts.</summary>
    /// <exception cref="FormatException">It is missing or something else.</exception>
    public IReadOnlyList<string> Texts(string path, string name)
    {
        Hdf5Attribute attribute = Attribute(path, name);

        // Keras writes an empty list as floats.
        if (attribute.Space.Dimensions.Count != 1 || (attribute.Space.Count > 0 && !IsText(attribute)))
        {
            throw new FormatException($"attribute '{name}' of '{path}' must be a list of texts");
        }

        bytes.Spend(attribute.Data.Length);
        Hdf5Cursor values = new(attribute.Data, "attribute");
        List<string> texts = [];
        while (values.Left > 0)
        {
            texts.Add(ReadText(attribute, values));
        }

        return texts;
    }

    /// <summary>A dataset of floats that has the given shape.</summary>
    /// <exception cref="FormatException">It is missing, of another shape or something else.</exception>
    public Tensor Floats(string path, TensorShape shape)
    {
        Hdf5Object dataset = Find(path) ?? throw new FormatException($"'{path}' is missing");
        if (
            dataset.Message(Hdf5MessageType.Dataspace) is not { } spaceMessage
            || dataset.Message(Hdf5MessageType.Datatype) is not { } typeMessage
            || dataset.Message(Hdf5MessageType.DataLayout) is not { } layout
        )
        {
            throw new FormatException($"'{path}' is no dataset");
        }

        Hdf5Space space = Hdf5Space.Read(spaceMessage);
        if (!space.Dimensions.SequenceEqual(shape.Dimensions.Select(size => (ulong)size)))
        {
            throw new FormatException($"'{path}' has shape {space}, must be {shape}");
        }

        Hdf5Type type = Hdf5Type.Read(typeMessage);
        if (type.Kind != Hdf5TypeKind.Single)
        {
            throw new FormatException($"'{path}' must hold 32-bit floats");
        }

        if (dataset.Message(Hdf5MessageType.ExternalFiles) is not null || dataset.Message(Hdf5MessageType.FilterPipeline) is not null)
        {
            throw new FormatException($"'{path}' is compressed or in another file, which Keras does not write and which is not supported");
        }

        float[] values = MemoryMarshal.Cast<byte, float>(ReadLayout(path, layout, space.ByteCount(type)).Span).ToArray();
        return new Tensor(shape, values);
    }

    private static ulong ReadSuperblock(ReadOnlyMemory<byte> contents)
    {
        const int addressSize = 8;
        Hdf5Cursor start = new(contents, "superblock");
        if (start.Left < Signature.Length || !start.Take((ulong)Signature.Length).Span.SequenceEqual(Signature))
        {
            throw new FormatException("is no HDF5 file: it does not begin with the signature of one");
        }

        byte version = start.Version(0, 1, 2, 3);
        start.Skip(version < 2 ? 4 : 0);
        if (start.U8() != addressSize || start.U8() != addressSize)
        {
            throw new FormatException("has addresses of other than 8 bytes, which is not supported");
        }

        start.Skip(
            version switch
            {
                0 => 9,
                1 => 13,
                _ => 1,
            }
        );
        if (start.U64() != 0)
        {
            throw new FormatException("does not begin at address 0, which is not supported");
        }

        // The address of free space, in later versions of an extension.
        start.Skip(addressSize);
        ulong end = start.U64();
        if (end > (ulong)contents.Length)
        {
            throw new FormatException($"is cut short: it has {contents.Length} bytes, must have {end}");
        }

        // The addresses of the driver and of the root's name.
        start.Skip(version < 2 ? 2 * addressSize : 0);
        return start.U64();
    }

    private ReadOnlyMemory<byte> ReadLayout(string path, Hdf5Cursor layout, ulong size)
    {
        const int compact = 0,
            contiguous = 1;
        layout.Version(3, 4);
        switch (layout.U8())
        {
            case compact:
                ushort stored = layout.U16();
                return stored == size
                    ? layout.Take(size)
                    : throw new FormatException($"'{path}' has {stored} bytes of values, must have {size}");
            case contiguous:
                ulong address = layout.U64(),
                    length = layout.U64();
                return length == size && address != Hdf5Bytes.NoAddress
                    ? bytes.At(address, "dataset", size).Take(size)
                    : throw new FormatException(
                        $"'{path}' has {(address == Hdf5Bytes.NoAddress ? 0 : length)} bytes of values, must have {size}"
                    );
            default:
                throw new FormatException($"'{path}' is in chunks, which Keras does not write and which is not supported");
        }
    }

    private Hdf5Attribute Attribute(string path, string name)
    {
        Hdf5Object holder = Find(path) ?? throw new FormatException($"'{path}' is missing");
        return holder.Attributes.TryGetValue(name, out Hdf5Attribute? attribute)
            ? attribute
            : throw new FormatException($"attribute '{name}' of '{path}' is missing");
    }

    private Hdf5Object? Find(string path)
    {
        Hdf5Object current = root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!current.Links.TryGetValue(name, out ulong address))
            {
                return null;
            }

            current = ObjectAt(address);
        }

        return current;
    }

    private Hdf5Object ObjectAt(ulong address)
    {
        if (!objects.TryGetValue(address, out Hdf5Object? found))
        {
            objects.Add(address, found = Hdf5Object.Read(bytes, address));
        }

        return found;
    }

    private static bool IsText(Hdf5Attribute attribute) =>
        attribute.Type is { Kind: Hdf5TypeKind.VariableText } or { Kind: Hdf5TypeKind.FixedText, Size: > 0 };

    private string ReadText(Hdf5Attribute attribute, Hdf5Cursor values)
    {
        ReadOnlyMemory<byte> value = values.Take(attribute.Type.Size);
        if (attribute.Type.Kind == Hdf5TypeKind.VariableText)
        {
            value = heap.Read(new Hdf5Cursor(value, "reference to the global heap"));
            bytes.Spend(value.Length);
        }

        return Encoding.UTF8.GetString(value.Span).TrimEnd('\0');
    }
}
