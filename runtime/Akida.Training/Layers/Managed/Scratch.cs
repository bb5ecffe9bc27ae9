using System.Runtime.InteropServices;

namespace Akida.Training.Layers.Managed;

/// <summary>Memory of a kernel for as long as it runs, zeros at first.</summary>
internal sealed unsafe class Scratch<T> : IDisposable
    where T : unmanaged
{
    private const int CacheLine = 64;

    public Scratch(long count)
    {
        nuint bytes = checked((nuint)(count * sizeof(T)));
        Pointer = (T*)NativeMemory.AlignedAlloc(bytes, CacheLine);
        NativeMemory.Clear(Pointer, bytes);
    }

    public T* Pointer { get; private set; }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
