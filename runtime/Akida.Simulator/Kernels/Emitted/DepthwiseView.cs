using Akida.Simulator.Kernels.X86;

namespace Akida.Simulator.Kernels.Emitted;

/// <summary>What emitted depthwise sums compute on; all offsets count values. Meant for generated code.</summary>
public readonly unsafe ref struct DepthwiseView
{
    private readonly ref readonly DepthwiseArguments arguments;

    internal DepthwiseView(in DepthwiseArguments arguments) => this.arguments = ref arguments;

    /// <summary>The input.</summary>
    public short* Input => (short*)arguments.Input;

    /// <summary>The offset of each pixel in the input.</summary>
    public int* Pixels => arguments.Pixels;

    /// <summary>The number of pixels: those of the layer, or of a part of them that ends with a whole tile.</summary>
    public int PixelCount => arguments.PixelCount;

    /// <summary>The number of channels: those of the layer, or of a part of them that ends with a whole block.</summary>
    public int Channels => arguments.Channels;

    /// <summary>The offset of each tap from the pixel's; of an odd number the last is there twice.</summary>
    public int* Taps => arguments.Taps;

    /// <summary>The weights, <c>[block of 16 channels][pair of taps][channel][2]</c>.</summary>
    public short* Weights => (short*)arguments.Weights;

    /// <summary>The bias of each channel.</summary>
    public int* Bias => arguments.Map.Bias;

    /// <summary>Maps the sums of some pixels and up to sixteen channels, <c>[pixel][16]</c>, and stores them as outputs.</summary>
    /// <param name="sums">The sums, which hold the bias; they are overwritten.</param>
    /// <param name="pixel">The first pixel.</param>
    /// <param name="pixels">The number of pixels.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="channels">The number of channels, at most 16.</param>
    public void Store(int* sums, int pixel, int pixels, int channel, int channels) =>
        Finish256.StoreTile(
            sums,
            pixels,
            arguments.Map,
            channel,
            channels,
            arguments.Output,
            arguments.OutputPixels + pixel,
            arguments.OutputKind
        );
}
