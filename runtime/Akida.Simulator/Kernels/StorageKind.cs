namespace Akida.Simulator.Kernels;

/// <summary>How values are stored.</summary>
internal enum StorageKind
{
    /// <summary>Unsigned bytes: what byte products read.</summary>
    UInt8,

    /// <summary>16-bit integers: what pair products read.</summary>
    Int16,

    /// <summary>32-bit integers.</summary>
    Int32,

    /// <summary>64-bit integers.</summary>
    Int64,

    /// <summary>32-bit floats.</summary>
    Float32,
}
