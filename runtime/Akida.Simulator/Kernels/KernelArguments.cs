namespace Akida.Simulator.Kernels;

/// <summary>
/// A matrix product of gathered rows: <c>output[p][f] = map(sum over segments s and i of input[pixel p + segment s + i] ·
/// weights[s][i][f])</c>.
/// </summary>
/// <remarks>
/// All offsets count values, not bytes. A row is read in groups of the kernel's format; values read beyond the end of a segment meet
/// weights of 0.
/// </remarks>
internal unsafe struct GemmArguments
{
    /// <summary>The input: 16-bit integers, or bytes.</summary>
    public void* Input;

    /// <summary>The offset of each pixel's row in the input.</summary>
    public int* Pixels;

    /// <summary>The offset of each pixel in the output.</summary>
    public int* OutputPixels;

    /// <summary>The number of pixels.</summary>
    public int PixelCount;

    /// <summary>The offset of each segment from the pixel's.</summary>
    public int* Segments;

    /// <summary>The number of segments.</summary>
    public int SegmentCount;

    /// <summary>Groups of values in a segment.</summary>
    public int Groups;

    /// <summary>Of a product of bytes: how many groups' sums of two products 16 bits are sure to hold.</summary>
    public int ExactGroups;

    /// <summary>The weights as the kernel packed them.</summary>
    public void* Weights;

    /// <summary>The number of filters.</summary>
    public int Filters;

    /// <summary>What is done to the sums.</summary>
    public ChannelMapPointers Map;

    /// <summary>The output.</summary>
    public void* Output;

    /// <summary>How the output is stored: in 16 or 32 bits, or as bytes.</summary>
    public StorageKind OutputKind;
}

/// <summary>
/// A sum over taps, each channel on its own: <c>output[p][c] = map(sum over taps t of input[pixel p + tap t + c] · weights[t][c])</c>.
/// </summary>
internal unsafe struct DepthwiseArguments
{
    /// <summary>The input: 16-bit integers, or bytes.</summary>
    public void* Input;

    /// <summary>The offset of each pixel in the input.</summary>
    public int* Pixels;

    /// <summary>The offset of each pixel in the output.</summary>
    public int* OutputPixels;

    /// <summary>The number of pixels.</summary>
    public int PixelCount;

    /// <summary>The offset of each tap from the pixel's; of an odd number the last is there twice.</summary>
    public int* Taps;

    /// <summary>The number of taps.</summary>
    public int TapCount;

    /// <summary>The number of pairs of taps.</summary>
    public readonly int TapPairs => (TapCount + 1) / 2;

    /// <summary>The weights as the kernel packed them.</summary>
    public void* Weights;

    /// <summary>The number of channels.</summary>
    public int Channels;

    /// <summary>What is done to the sums.</summary>
    public ChannelMapPointers Map;

    /// <summary>The output.</summary>
    public void* Output;

    /// <summary>How the output is stored: in 16 or 32 bits, or as bytes.</summary>
    public StorageKind OutputKind;
}

/// <summary>
/// One or two tensors, scaled and added channel by channel: <c>output = map(left · LeftFactor + right · RightFactor)</c>, for runs of
/// pixels.
/// </summary>
internal unsafe struct ElementwiseArguments
{
    /// <summary>The first input.</summary>
    public void* Left;

    /// <summary>The second input, or null.</summary>
    public void* Right;

    /// <summary>How the first input is stored: in 16 or 32 bits, or as bytes.</summary>
    public StorageKind LeftKind;

    /// <summary>How the second input is stored.</summary>
    public StorageKind RightKind;

    /// <summary>A factor for each channel of the first input, padded to <see cref="ChannelMaps.Padding"/>.</summary>
    public int* LeftFactors;

    /// <summary>A factor for each channel of the second input.</summary>
    public int* RightFactors;

    /// <summary>The number of pixels, one behind the other.</summary>
    public int PixelCount;

    /// <summary>The number of channels.</summary>
    public int Channels;

    /// <summary>What is done to the sums.</summary>
    public ChannelMapPointers Map;

    /// <summary>The output.</summary>
    public void* Output;

    /// <summary>How the output is stored: in 16 or 32 bits, or as bytes.</summary>
    public StorageKind OutputKind;
}
