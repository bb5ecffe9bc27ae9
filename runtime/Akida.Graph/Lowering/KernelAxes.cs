using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Where kernels have their input and output channels.</summary>
public static class KernelAxes
{
    /// <summary>The kernel that meets a layer's input: its name, and its input axis counted from the end.</summary>
    /// <returns>Null for a layer without a kernel.</returns>
    public static (string Kernel, int Axis)? Input(Operation operation) =>
        operation switch
        {
            Conv2D or Dense or DepthwiseConv2D or DepthwiseConv2DTranspose => (((WeightedOperation)operation).KernelName, -2),
            SeparableConv2D => ("depthwise_kernel", -2),
            Conv2DTranspose => ("kernel", -1),
            BufferTempConv => ("kernel", -2),
            DepthwiseBufferTempConv => ("kernel", -1),
            _ => null,
        };

    /// <summary>The kernel that makes a layer's output: its name, and its output axis counted from the end.</summary>
    /// <returns>Null for a layer without a kernel.</returns>
    public static (string Kernel, int Axis)? Output(Operation operation) =>
        operation switch
        {
            DepthwiseConv2D or DepthwiseConv2DTranspose or Conv2DTranspose => (((WeightedOperation)operation).KernelName, -2),
            Conv2D or SeparableConv2D or Dense or BufferTempConv or DepthwiseBufferTempConv => (
                ((WeightedOperation)operation).KernelName,
                -1
            ),
            _ => null,
        };
}
