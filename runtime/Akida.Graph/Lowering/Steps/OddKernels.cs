using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>Even kernels with <c>same</c> padding become odd ones, with a row and a column of zeros.</summary>
internal static class OddKernels
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            GraphIndex index = lowered.Index;
            if (
                node.Operation is Conv2D or DepthwiseConv2D
                && (Convolution2D)node.Operation is { Padding: Padding.Same } convolution
                && convolution.KernelSize.IsSquare
                && convolution.Strides.IsSquare
                && IsConverted(convolution.KernelSize.Height, convolution.Strides.Height, InputLayers.IsImageConvolution(index, node))
            )
            {
                TensorShape input = index.InputShapes(node)[0];
                int size = convolution.KernelSize.Height + 1;
                (int row, int column) = convolution.Strides.Height == 1 ? (1, 1) : (input[0] % 2, input[1] % 2);
                lowered = lowered.Then(
                    lowered.Graph.WithOperation(node.Name, convolution with { KernelSize = size }),
                    new EmbedKernel(node.Name, convolution.KernelName, size, row, column)
                );
            }
        }

        return lowered;
    }

    private static bool IsConverted(int kernel, int stride, bool isImageInput) =>
        isImageInput ? kernel is (2 or 6) && stride is (1 or 2) : (stride == 1 && kernel is (2 or 4 or 6)) || (stride == 2 && kernel == 2);
}
