using Akida.Integers;

namespace Akida.Quantization.Conversion;

/// <summary>How Akida names a convolution's settings.</summary>
internal static class ConvolutionParameters
{
    /// <summary><c>Same</c> or <c>Valid</c>; a 1×1 convolution is always declared <c>Same</c>.</summary>
    public static string Padding(IntegerConvolution convolution) =>
        convolution.Padding == Akida.Padding.Same || convolution.KernelSize == Graph.Size2D.One ? "Same" : "Valid";
}
