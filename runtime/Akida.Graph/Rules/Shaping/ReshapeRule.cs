using Akida.Graph.Lowering;
using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Shaping;

/// <summary>Akida layers do not reorder a map: a reshape flattens it for a dense layer, or moves sizes of 1.</summary>
public sealed class ReshapeRule()
    : Rule("AKD2023", "reshape-shape", "A Reshape must flatten for a dense layer, or change nothing but sizes of 1")
{
    private const string Remedy = "leave it out, or use Flatten before a dense layer";

    /// <summary>The reshape of a block that does what no Akida layer does, or null.</summary>
    public static LayerNode? Culprit(AkidaBlock block) => block.Main.Operation is Dense ? null : block.Find<Reshape>();

    internal override RefusalReason? Refuses => RefusalReason.UnfittingReshape;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context) =>
        FindRefusals(context, Remedy)
            .Concat(
                from block in context.Lowered.Blocks
                let reshape = Culprit(block)
                where reshape is not null && context.Lowered.Refusals.All(refusal => refusal.Layer != reshape.Name)
                select Find(
                    context,
                    reshape,
                    "target_shape",
                    $"it makes {context.Lowered.Graph.Shape(reshape.Inputs[0])} {context.Lowered.Graph.Shape(reshape.Name)}",
                    "Akida takes a Reshape before a dense layer, or one that changes nothing but sizes of 1",
                    Remedy
                )
            );
}
