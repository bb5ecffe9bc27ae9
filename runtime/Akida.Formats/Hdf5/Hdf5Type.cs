namespace Akida.Formats.Hdf5;

/// <summary>The kinds of values that Keras files have.</summary>
internal enum Hdf5TypeKind
{
    /// <summary>Any other.</summary>
    Other,

    /// <summary>A 32-bit float, little endian.</summary>
    Single,

    /// <summary>A text of a fixed size.</summary>
    FixedText,

    /// <summary>A text in the global heap.</summary>
    VariableText,
}

/// <summary>The type of an attribute's or a dataset's values.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Size">The bytes of a value.</param>
internal readonly record struct Hdf5Type(Hdf5TypeKind Kind, uint Size)
{
    /// <summary>Reads a datatype message.</summary>
    public static Hdf5Type Read(Hdf5Cursor message)
    {
        const int floatClass = 1,
            textClass = 3,
            variableLengthClass = 9;
        int typeClass = message.U8() & 0x0f;
        byte bits = message.U8();
        message.Skip(2);
        uint size = message.U32();
        return typeClass switch
        {
            floatClass when size == sizeof(float) && IsLittleEndianSingle(bits, message) => new(Hdf5TypeKind.Single, size),
            textClass => new(Hdf5TypeKind.FixedText, size),
            variableLengthClass when (bits & 0x0f) == 1 && size == Hdf5GlobalHeap.ReferenceSize => new(Hdf5TypeKind.VariableText, size),
            _ => new(Hdf5TypeKind.Other, size),
        };
    }

    // Both bits of the byte order clear; 32 bits, of which 8 are exponent and 23 mantissa.
    private static bool IsLittleEndianSingle(byte bits, Hdf5Cursor properties) =>
        (bits & 0x41) == 0
        && (properties.U16(), properties.U16(), properties.U8(), properties.U8(), properties.U8(), properties.U8())
            == (0, 32, 23, 8, 0, 23);
}

/// <summary>The sizes of an attribute's or a dataset's values.</summary>
/// <param name="Dimensions">The sizes; none for a scalar.</param>
/// <param name="Count">How many values there are.</param>
internal sealed record Hdf5Space(EquatableArray<ulong> Dimensions, ulong Count)
{
    /// <summary>Reads a dataspace message.</summary>
    public static Hdf5Space Read(Hdf5Cursor message)
    {
        const int nullSpace = 2;
        byte version = message.Version(1, 2);
        int rank = message.U8();
        message.Skip(1);
        bool isNull = message.U8() == nullSpace && version == 2;
        message.Skip(version == 1 ? 4 : 0);
        ulong[] dimensions = new ulong[rank];
        ulong count = isNull ? 0UL : 1UL;
        for (int axis = 0; axis < rank; axis++)
        {
            dimensions[axis] = message.U64();
            count = dimensions[axis] != 0 && count > ulong.MaxValue / dimensions[axis] ? ulong.MaxValue : count * dimensions[axis];
        }

        return new Hdf5Space(new EquatableArray<ulong>(dimensions), count);
    }

    /// <summary>The bytes of all values, or more than any file has.</summary>
    public ulong ByteCount(Hdf5Type type) => Count > long.MaxValue / (ulong)Math.Max(type.Size, 1) ? long.MaxValue : Count * type.Size;

    /// <summary>For example <c>3×3×1×8</c>.</summary>
    public override string ToString() => Dimensions.Count == 0 ? "scalar" : string.Join('×', Dimensions);
}
