using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Graph.Rules.Pooling;

namespace Akida.Graph.Rules.Inputs;

/// <summary>The zero point of an unsigned input goes into the bias of the first layer.</summary>
public sealed class UnsignedInputRule()
    : Rule(
        "AKD2007",
        "unsigned-input-first-layer",
        "A float input that is quantised unsigned must be followed by Conv2D, Dense or a temporal layer"
    )
{
    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Quantizer;

    internal override bool IsExplainedBy(RuleContext context, Finding own, Finding other) =>
        base.IsExplainedBy(context, own, other) || (other.Rule is PoolingFirstRule && other.Layer == own.Layer);

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context)
    {
        GraphIndex graph = context.Lowered.Graph;
        return from quantizer in context.Layers
            where quantizer.Operation is InputQuantizer { Signed: false } && InputQuantizers.ZeroPointTaker(graph, quantizer.Name) is null
            let next = InputQuantizers.FirstOf(graph, quantizer.Name)
            select Find(
                context,
                next ?? quantizer,
                null,
                $"{next?.Operation.ClassName ?? "more than one layer"} takes the input, which is quantised unsigned",
                "only Conv2D, Dense or a temporal layer takes its zero point over",
                "begin with one of them, or quantise the input to int8"
            );
    }
}
