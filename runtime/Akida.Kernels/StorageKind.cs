namespace Akida.Kernels;

/// <summary>How values are stored.</summary>
public enum StorageKind
{
    /// <summary>Unsigned bytes.</summary>
    UInt8,

    /// <summary>Signed bytes.</summary>
    Int8,

    /// <summary>16-bit integers.</summary>
    Int16,

    /// <summary>32-bit integers.</summary>
    Int32,

    /// <summary>64-bit integers.</summary>
    Int64,

    /// <summary>32-bit floats.</summary>
    Float32,
}

/// <summary>What follows from how values are stored.</summary>
public static class StorageKinds
{
    /// <summary>The bytes of one value.</summary>
    public static int Size(this StorageKind kind) =>
        kind switch
        {
            StorageKind.UInt8 or StorageKind.Int8 => 1,
            StorageKind.Int16 => 2,
            StorageKind.Int64 => 8,
            _ => 4,
        };

    /// <summary>A short name: <c>u8</c>, <c>i16</c>.</summary>
    public static string ShortName(this StorageKind kind) =>
        kind switch
        {
            StorageKind.UInt8 => "u8",
            StorageKind.Float32 => "f32",
            _ => $"i{8 * kind.Size()}",
        };
}
