using Akida.Training.Layers;
using Akida.Training.Layers.Managed;

namespace Akida.Training.Libtorch;

/// <summary>The kinds of convolutions that models have.</summary>
internal enum ConvolutionKind
{
    Plain,
    Managed,
    Grouped,
    Depthwise,
    Transposed,
    DepthwiseTransposed,
    Clip,
    Temporal,
}

/// <summary>A small convolution, to be computed in float32 and in float64.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Batch">Samples.</param>
/// <param name="Inputs">Input channels; of grouped ones a multiple of two.</param>
/// <param name="Outputs">Output channels; depthwise ones have as many as inputs.</param>
/// <param name="Kernel">Height and width of the window, or its length in time.</param>
/// <param name="Stride">The stride in height and width, or in time.</param>
/// <param name="Size">Height and width of the map, or frames of the clip.</param>
/// <param name="Padding">The padding.</param>
internal sealed record ConvolutionCase(
    ConvolutionKind Kind,
    int Batch,
    int Inputs,
    int Outputs,
    int Kernel,
    int Stride,
    int Size,
    Padding Padding
)
{
    /// <summary>Height and width of a clip of which time is convolved, and frames of one of which space is.</summary>
    private const int SmallSize = 4;

    private const int Groups = 2;

    /// <summary>
    /// All that are checked: channels that are no multiple of a vector's length, and some that are, in the sizes that small models have.
    /// </summary>
    public static IReadOnlyList<ConvolutionCase> All { get; } = Choose(new Random(3));

    /// <summary>The shape of the input, in the layout of Keras.</summary>
    public long[] InputShape =>
        Kind switch
        {
            ConvolutionKind.Clip => [Batch, SmallSize, Size, Size, Inputs],
            ConvolutionKind.Temporal => [Batch, Size, SmallSize, SmallSize, Inputs],
            _ => [Batch, Size, Size, Inputs],
        };

    /// <summary>The shape of the kernel, in the layout of Keras.</summary>
    public long[] KernelShape =>
        Kind switch
        {
            ConvolutionKind.Grouped => [Kernel, Kernel, Inputs / Groups, Outputs],
            ConvolutionKind.Depthwise or ConvolutionKind.DepthwiseTransposed => [Kernel, Kernel, Inputs, 1],
            ConvolutionKind.Transposed => [Kernel, Kernel, Outputs, Inputs],
            ConvolutionKind.Clip => [Math.Min(Kernel, SmallSize), Kernel, Kernel, Inputs, Outputs],
            ConvolutionKind.Temporal => [Kernel, 1, 1, Inputs, Outputs],
            _ => [Kernel, Kernel, Inputs, Outputs],
        };

    /// <summary>
    /// Computes it as the layers do, on an input in torch's layout; plain ones both as torch does and by kernels of our own.
    /// </summary>
    public TorchTensor Compute(TorchTensor input, TorchTensor kernel) =>
        Kind switch
        {
            ConvolutionKind.Plain => Convolutions.DirectConv2D(input, kernel, Strides, Padding, Size2D.One),
            ConvolutionKind.Managed => ManagedConvolution.Apply(input, kernel, Strides, Padding),
            ConvolutionKind.Grouped => Convolutions.DirectConv2D(input, kernel, Strides, Padding, Size2D.One, Groups),
            ConvolutionKind.Depthwise => Convolutions.DepthwiseConv2D(input, kernel, Strides, Padding, Size2D.One),
            ConvolutionKind.Transposed => Convolutions.Conv2DTranspose(input, kernel, Strides, Padding),
            ConvolutionKind.DepthwiseTransposed => Convolutions.DepthwiseConv2DTranspose(input, kernel, Strides, Padding),
            ConvolutionKind.Clip => Convolutions.Conv3D(input, kernel, new Size3D(1, Stride, Stride), Padding, 1),
            ConvolutionKind.Temporal => Convolutions.Conv3D(input, kernel, new Size3D(Stride, 1, 1), Padding, 1),
            _ => throw new InvalidOperationException($"no such kind: {Kind}"),
        };

    /// <summary>The same by libtorch alone.</summary>
    public TorchTensor ComputeByTorch(TorchTensor input, TorchTensor kernel) =>
        (Kind == ConvolutionKind.Managed ? this with { Kind = ConvolutionKind.Plain } : this).Compute(input, kernel);

    private Size2D Strides => new(Stride, Stride);

    private static ConvolutionCase[] Choose(Random random) =>
        [
            .. Some(ConvolutionKind.Plain, 40, random),
            .. Some(ConvolutionKind.Managed, 4, random),
            .. Some(ConvolutionKind.Grouped, 4, random),
            .. Some(ConvolutionKind.Depthwise, 10, random),
            .. Some(ConvolutionKind.Transposed, 8, random),
            .. Some(ConvolutionKind.DepthwiseTransposed, 4, random),
            .. Some(ConvolutionKind.Clip, 6, random),
            .. Some(ConvolutionKind.Temporal, 6, random),
        ];

    private static IEnumerable<ConvolutionCase> Some(ConvolutionKind kind, int count, Random random)
    {
        for (int i = 0; i < count; i++)
        {
            int inputs = random.Next(1, 40),
                outputs = random.Next(1, 40);
            (inputs, outputs) = kind switch
            {
                ConvolutionKind.Grouped => (Groups * inputs, Groups * outputs),
                ConvolutionKind.Depthwise or ConvolutionKind.DepthwiseTransposed => (inputs, inputs),
                _ => (inputs, outputs),
            };
            int kernel = random.GetItems([1, 3, 5, 7], 1)[0],
                stride = random.Next(1, 3),
                size = random.Next(7, 15);
            yield return new ConvolutionCase(
                kind,
                random.GetItems([1, 4], 1)[0],
                inputs,
                outputs,
                kernel,
                stride,
                size,
                random.GetItems([Padding.Valid, Padding.Same], 1)[0]
            );
        }
    }
}
