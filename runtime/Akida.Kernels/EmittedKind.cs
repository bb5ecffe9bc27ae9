namespace Akida.Kernels;

/// <summary>The kinds of kernels that the generator emits, all for 256-bit vectors.</summary>
public enum EmittedKind
{
    /// <summary>A matrix product of 16-bit integers.</summary>
    Pairs,

    /// <summary>A matrix product of unsigned bytes with signed ones.</summary>
    Bytes,

    /// <summary>Depthwise sums of 16-bit integers.</summary>
    Depthwise,
}

/// <summary>What follows from the kind of an emitted kernel.</summary>
public static class EmittedKinds
{
    /// <summary>How kernels of a kind read.</summary>
    public static KernelFormat Format(this EmittedKind kind) =>
        kind switch
        {
            EmittedKind.Bytes => new(6, 16, 4, StorageKind.UInt8, StorageKind.Int8),
            EmittedKind.Depthwise => new(2, 16, 2, StorageKind.Int16, StorageKind.Int16),
            _ => new(6, 16, 2, StorageKind.Int16, StorageKind.Int16),
        };
}
