using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>A 5×5 or 7×7 depthwise convolution of stride 2 becomes one of stride 1 and a 3×3 identity of stride 2.</summary>
internal static class SplitDepthwiseStrides
{
    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        GraphIndex index = lowered.Index;
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            if (
                node.Operation is DepthwiseConv2D { Padding: Padding.Same } depthwise
                && depthwise.Strides == new Size2D(2)
                && depthwise.KernelSize.IsSquare
                && depthwise.KernelSize.Height is 5 or 7
            )
            {
                string name = node.Name + "_identity_dw_conv";
                DepthwiseConv2D identity = new()
                {
                    KernelSize = 3,
                    Strides = 2,
                    Padding = Padding.Same,
                    UseBias = false,
                };
                ModelGraph graph = lowered
                    .Graph.WithOperation(node.Name, depthwise with { Strides = Size2D.One })
                    .InsertAfter(node.Name, new LayerNode(name, identity, [node.Name]));
                lowered = lowered
                    .Then(graph, new IdentityKernel(name, identity.KernelName, new TensorShape(3, 3, index.Shape(node.Name).Channels, 1)))
                    .Adding(name, node.Name);
            }
        }

        return lowered;
    }
}
