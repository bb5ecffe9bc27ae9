using Akida.Graph.Lowering;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Blocks;

/// <summary>What has no quantised form ends the Akida model: the layers behind it stay float, on the host.</summary>
public sealed class SupportedLayerRule()
    : Rule("AKD2034", "layer-supported", "Every layer but a final activation must have a quantised form")
{
    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Nobody;

    internal override RefusalReason? Refuses => RefusalReason.NoQuantizedForm;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Model.Graph.Layers.All(layer => layer.Operation is InputLayer))
        {
            // A model that is only begun.
            return [];
        }

        Finding[] refusals = [.. FindRefusals(context, "begin with a convolution or a dense layer")];
        return refusals.Length > 0 ? refusals : FindFloats(context);
    }

    private IEnumerable<Finding> FindFloats(RuleContext context)
    {
        GraphIndex graph = context.Lowered.Graph;
        HashSet<string> harmless = Harmless(graph);
        string[] floats = [.. graph.Graph.Layers.Where(IsFloat).Select(layer => layer.Name)];
        return from layer in graph.Graph.Layers
            where IsFloat(layer) && !harmless.Contains(layer.Name) && !graph.Producers(layer).Any(IsFloat)
            select Find(
                context,
                layer,
                null,
                Reason(layer) + (floats.Length > 1 ? $", so {floats.Length} layers stay float" : ", so it stays float"),
                "Akida runs what comes before the first such layer; only a final activation may stay float",
                Remedy(layer.Operation)
            );
    }

    private static bool IsFloat(LayerNode layer) => layer is { IsQuantized: false, Operation: not InputLayer };

    /// <summary>The float layers at the end that only reshape and activate: softmax and the like.</summary>
    private static HashSet<string> Harmless(GraphIndex graph)
    {
        HashSet<string> harmless = [];
        foreach (LayerNode layer in graph.Graph.Layers.Reverse().Where(IsFloat))
        {
            bool isActivation =
                layer.Operation
                is Activation
                    or Softmax
                    or LeakyReLU
                    or PReLU
                    or ReLU
                    or TensorFlowFunction
                    or Dropout
                    or ActivityRegularization
                    or Reshape
                    or Flatten;
            if (isActivation && graph.Consumers(layer.Name).All(next => harmless.Contains(next.Name)))
            {
                harmless.Add(layer.Name);
            }
        }

        return harmless;
    }

    private static string Reason(LayerNode layer) =>
        layer.Operation switch
        {
            Convolution2D { Groups: not 1 } convolution =>
                $"{Words.Kind(convolution)} of {convolution.Groups} groups has no quantised form",
            WeightedOperation and not Conv3D => $"{Words.Kind(layer.Operation)} with weights of so few bits has no quantised form",
            Activation activation => $"the activation '{activation.Function}' has no quantised form",
            BatchNormalization => "BatchNormalization that is not folded into a layer with weights has no quantised form",
            ReLU => "a ReLU with a slope or a threshold has no quantised form",
            Rescaling => "a Rescaling with an offset or several scales that no layer behind it takes over has no quantised form",
            _ => $"{layer.Operation.ClassName} has no quantised form",
        };

    private static string Remedy(Operation operation) =>
        operation switch
        {
            AveragePooling2D => "use max pooling, global average pooling or a stride",
            UpSampling2D => "use a transposed convolution",
            Convolution2D { Groups: not 1 } => "use groups of 1, or as many as channels",
            WeightedOperation and not Conv3D => "use more bits",
            BatchNormalization =>
                "put it right behind a layer with weights, or behind the pooling that follows one (with positive gammas if it is a max "
                    + "pooling)",
            Activation or Softmax or LeakyReLU or PReLU or ReLU or TensorFlowFunction => "use a ReLU",
            JoinOperation => "use Add or Concatenate",
            _ => "leave it out, or end the model before it",
        };
}
