using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Akida.Training.Layers.Managed;

/// <summary>Where a tensor's values lie.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>The first value of a tensor whose values lie one after the other; it must live as long as this is used.</summary>
    public static T* Pointer<T>(TorchTensor contiguous)
        where T : unmanaged
    {
        // A span would not hold all of the largest ones.
        using TorchTensor first = contiguous.detach().view(-1).narrow(0, 0, 1);
        return (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}
