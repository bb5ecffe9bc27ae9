using Akida.Graph.Operations;

namespace Akida.Graph.Lowering;

/// <summary>Takes separable convolutions apart, as the blocks for Akida 2.0 have them.</summary>
public static class SeparableUnfusing
{
    private const string DepthwisePrefix = "dw_";
    private const string PointwisePrefix = "pw_";

    /// <summary>
    /// The model with each SeparableConv2D <c>NAME</c> as a DepthwiseConv2D <c>dw_NAME</c> without a bias and a 1×1 Conv2D <c>pw_NAME</c>
    /// that computes the same;
    /// one whose output several layers take stays.
    /// </summary>
    /// <exception cref="GraphException">The model is quantised, or a new name is taken.</exception>
    public static Model Unfuse(Model model)
    {
        if (model.Graph.IsQuantized)
        {
            throw new GraphException($"model '{model.Graph.Name}' is quantised, must be a float model");
        }

        GraphIndex index = new(model.Graph);
        Dictionary<string, SeparableConv2D> fused = model
            .Graph.Layers.Where(node => node.Operation is SeparableConv2D && index.Consumers(node.Name).Count <= 1)
            .ToDictionary(node => node.Name, node => (SeparableConv2D)node.Operation);
        string Renamed(string name) => fused.ContainsKey(name) ? PointwisePrefix + name : name;
        IEnumerable<LayerNode> layers = model.Graph.Layers.SelectMany(node =>
        {
            LayerNode renamed = node with { Inputs = node.Inputs.Select(Renamed).ToEquatableArray() };
            return fused.TryGetValue(node.Name, out SeparableConv2D? conv) ? Split(renamed, conv) : [renamed];
        });
        return new Model(
            ModelGraph.Create(model.Graph.Name, layers, model.Graph.Outputs.Select(Renamed)),
            fused.Aggregate(model.Weights, (weights, conv) => Split(weights, conv.Key, conv.Value))
        );
    }

    private static LayerNode[] Split(LayerNode node, SeparableConv2D conv)
    {
        DepthwiseConv2D depthwise = new()
        {
            KernelSize = conv.KernelSize,
            Strides = conv.Strides,
            Padding = conv.Padding,
            DilationRate = conv.DilationRate,
            DepthMultiplier = conv.DepthMultiplier,
            DepthwiseInitializer = conv.DepthwiseInitializer,
            UseBias = false,
        };
        Conv2D pointwise = new()
        {
            Filters = conv.Filters,
            Padding = Padding.Same,
            Activation = conv.Activation,
            KernelInitializer = conv.PointwiseInitializer,
            KernelRegularizer = conv.PointwiseRegularizer,
            UseBias = conv.UseBias,
            BiasInitializer = conv.BiasInitializer,
        };
        return
        [
            new(DepthwisePrefix + node.Name, depthwise, node.Inputs),
            new(PointwisePrefix + node.Name, pointwise, [DepthwisePrefix + node.Name]),
        ];
    }

    private static WeightSet Split(WeightSet weights, string name, SeparableConv2D conv)
    {
        List<(string Layer, string Weight, Tensor Value)> split =
        [
            (DepthwisePrefix + name, "depthwise_kernel", weights[name, "depthwise_kernel"]),
            (PointwisePrefix + name, "kernel", weights[name, "pointwise_kernel"]),
        ];
        if (conv.UseBias)
        {
            split.Add((PointwisePrefix + name, "bias", weights[name, "bias"]));
        }

        return weights.Without(name).With(split);
    }
}
