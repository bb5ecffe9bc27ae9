using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Activations;

/// <summary>The next layer of Akida 1.0 takes all channels in one scale.</summary>
public sealed class PerTensorRule()
    : Rule("AKD2013", "relu-per-tensor", $"On {AkidaVersions.V1Name} activations must be quantised per tensor", AkidaVersion.V1)
{
    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Nobody;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!context.Model.Graph.IsQuantized)
        {
            // How it is quantised is said when it is.
            return [];
        }

        LayerNode[] perChannel =
        [
            .. context
                .Lowered.Blocks.Select(block => block.Find<ReLU>())
                .OfType<LayerNode>()
                .Where(relu => relu.Quantization?.OutputQuantizer is { IsPerAxis: true }),
        ];
        return perChannel
            .Take(1)
            .Select(relu =>
                Find(
                    context,
                    relu,
                    null,
                    $"it is quantised per channel{(perChannel.Length > 1 ? $", as are {perChannel.Length - 1} other ReLUs" : "")}",
                    $"on {AkidaVersions.V1Name} the next layer takes all channels in one scale",
                    "quantise with --per_tensor_activations"
                )
            );
    }
}
