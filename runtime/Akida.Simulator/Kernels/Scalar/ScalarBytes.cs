namespace Akida.Simulator.Kernels.Scalar;

/// <summary>What kernels of bytes share that take signed or unsigned ones.</summary>
internal static class ScalarBytes
{
    /// <summary>How values of a type are stored.</summary>
    public static StorageKind KindOf<TInput>()
        where TInput : unmanaged => typeof(TInput) == typeof(byte) ? StorageKind.UInt8 : StorageKind.Int8;
}
