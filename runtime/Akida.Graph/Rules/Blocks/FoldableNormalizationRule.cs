using Akida.Graph.Lowering;

namespace Akida.Graph.Rules.Blocks;

/// <summary>A batch normalisation becomes part of the weights before it.</summary>
public sealed class FoldableNormalizationRule()
    : Rule(
        "AKD2033",
        "batchnorm-foldable",
        "A batch normalisation must normalise the last axis, with no gamma of 0, to become part of the layer before it"
    )
{
    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Quantizer;

    internal override RefusalReason? Refuses => RefusalReason.UnfoldableNormalization;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context) =>
        FindRefusals(context, "normalise the last axis, with gammas other than 0");
}
