using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Pooling;

/// <summary>Global average pooling stands before the ReLU on Akida 1.0 and after it on 2.0.</summary>
public sealed class GapOrderRule : Rule
{
    /// <inheritdoc/>
    public override string Id => "AKD2003";

    /// <inheritdoc/>
    public override string Name => "gap-order";

    /// <inheritdoc/>
    public override string Title => "Global average pooling must stand before the ReLU on Akida 1.0 and after it on 2.0";

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context)
    {
        GraphIndex model = context.Model;
        foreach (LayerNode layer in model.Graph.Layers.Where(layer => layer.Operation is GlobalAveragePooling2D))
        {
            LayerNode before = model.Producers(layer)[0];
            LayerNode? after = PastBatchNorm(model, model.OnlyConsumer(layer.Name));
            if (context.Version == AkidaVersion.V1 && before.Operation is ReLU)
            {
                yield return Find(layer, "post_relu_gap", $"global average pooling comes after '{before.Name}'", "Akida 1.0 pools before the ReLU", "move it before the ReLU", before.Name, new FindingFix("post_relu_gap", "false"));
            }
            else if (context.Version == AkidaVersion.V2 && after?.Operation is ReLU)
            {
                yield return Find(layer, "post_relu_gap", $"global average pooling comes before '{after.Name}'", "Akida 2.0 pools after the ReLU", "move it after the ReLU", after.Name, new FindingFix("post_relu_gap", "true"));
            }
        }
    }

    private static LayerNode? PastBatchNorm(GraphIndex model, LayerNode? layer) =>
        layer is { Operation: BatchNormalization } ? PastBatchNorm(model, model.OnlyConsumer(layer.Name)) : layer;
}
