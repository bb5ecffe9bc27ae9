using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>A Conv2D with as many groups as input channels and filters becomes a DepthwiseConv2D.</summary>
internal static class GroupedToDepthwise
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        GraphIndex index = lowered.Index;
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            if (
                node.Operation is Conv2D { PaddingValue: null } conv
                && conv.Groups == conv.Filters
                && conv.Filters == index.InputShapes(node)[0].Channels
            )
            {
                DepthwiseConv2D depthwise = new()
                {
                    KernelSize = conv.KernelSize,
                    Strides = conv.Strides,
                    Padding = conv.Padding,
                    DilationRate = conv.DilationRate,
                    UseBias = conv.UseBias,
                    BiasInitializer = conv.BiasInitializer,
                    DepthwiseInitializer = conv.KernelInitializer,
                };
                TensorShape shape = new(conv.KernelSize.Height, conv.KernelSize.Width, conv.Filters, 1);
                lowered = lowered.Then(
                    lowered.Graph.WithOperation(node.Name, depthwise),
                    new ReshapeKernel(node.Name, conv.KernelName, depthwise.KernelName, shape)
                );
            }
        }

        return lowered;
    }
}
