using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels.Emitted;

/// <summary>What an emitted kernel computes on; all offsets count values. Meant for generated code.</summary>
public readonly unsafe ref struct GemmView
{
    private readonly ref readonly GemmArguments arguments;

    internal GemmView(in GemmArguments arguments) => this.arguments = ref arguments;

    /// <summary>The input of a product of 16-bit integers.</summary>
    public short* Input => (short*)arguments.Input;

    /// <summary>The input of a product of bytes.</summary>
    public byte* Bytes => (byte*)arguments.Input;

    /// <summary>The offset of each pixel's row in the input.</summary>
    public int* Pixels => arguments.Pixels;

    /// <summary>The number of pixels: those of the layer, or of a part of them that ends with a whole tile.</summary>
    public int PixelCount => arguments.PixelCount;

    /// <summary>The number of filters: those of the layer, or of a part of them that ends with a whole block.</summary>
    public int Filters => arguments.Filters;

    /// <summary>The offset of each segment from the pixel's.</summary>
    public int* Segments => arguments.Segments;

    /// <summary>The weights of a product of 16-bit integers, <c>[block of 16 filters][segment][group][filter][2]</c>.</summary>
    public short* Weights => (short*)arguments.Weights;

    /// <summary>The weights of a product of bytes, <c>[block of 16 filters][segment][group][filter][4]</c>.</summary>
    public sbyte* ByteWeights => (sbyte*)arguments.Weights;

    /// <summary>The bias of each filter.</summary>
    public int* Bias => arguments.Map.Bias;

    /// <summary>Maps the sums of some pixels and up to sixteen filters, <c>[pixel][16]</c>, and stores them as outputs.</summary>
    /// <param name="sums">The sums, which hold the bias; they are overwritten.</param>
    /// <param name="pixel">The first pixel.</param>
    /// <param name="pixels">The number of pixels.</param>
    /// <param name="filter">The first filter.</param>
    /// <param name="filters">The number of filters, at most 16.</param>
    public void Store(int* sums, int pixel, int pixels, int filter, int filters) =>
        Finish256.StoreTile(
            sums,
            pixels,
            arguments.Map,
            filter,
            filters,
            arguments.Output,
            arguments.OutputPixels + pixel,
            arguments.OutputKind
        );
}
