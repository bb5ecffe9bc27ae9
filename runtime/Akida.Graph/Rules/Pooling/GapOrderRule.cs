using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Pooling;

/// <summary>Global average pooling stands before the ReLU on Akida 1.0 and after it on 2.0.</summary>
public sealed class GapOrderRule()
    : BlockRule(
        "AKD2003",
        "gap-order",
        $"Global average pooling must stand before the ReLU on {AkidaVersions.V1Name} and after it on {AkidaVersions.V2Number}"
    )
{
    /// <summary>The pooling and the activation of a block that stand in the wrong order, or null.</summary>
    public static (LayerNode Pooling, LayerNode Activation)? Culprit(AkidaBlock block, AkidaVersion version)
    {
        List<LayerNode> layers = [.. block.Layers];
        int pooling = layers.FindIndex(layer => layer.Operation is GlobalAveragePooling2D),
            activation = layers.FindIndex(layer => layer.Operation is ReLU or Activation);
        bool isWrong = pooling >= 0 && activation >= 0 && (version == AkidaVersion.V1 ? activation < pooling : pooling < activation);
        return isWrong ? (layers[pooling], layers[activation]) : null;
    }

    private protected override Finding? Check(RuleContext context, AkidaBlock block)
    {
        if (Culprit(block, context.Version) is not var (pooling, activation))
        {
            return null;
        }

        string name = context.NameOf(activation.Name);
        return context.Version == AkidaVersion.V1
            ? Find(
                context,
                pooling,
                "post_relu_gap",
                $"global average pooling comes after '{name}'",
                $"{AkidaVersions.V1Name} pools before the ReLU",
                "move it before the ReLU",
                activation,
                new FindingFix("post_relu_gap", "false")
            )
            : Find(
                context,
                pooling,
                "post_relu_gap",
                $"global average pooling comes before '{name}'",
                $"{AkidaVersions.V2Name} pools after the ReLU",
                "move it after the ReLU",
                activation,
                new FindingFix("post_relu_gap", "true")
            );
    }
}
