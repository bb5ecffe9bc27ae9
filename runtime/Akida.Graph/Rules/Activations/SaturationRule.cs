namespace Akida.Graph.Rules.Activations;

/// <summary>Steps and thresholds of Akida 1.0 have registers of fixed width.</summary>
public sealed class SaturationRule()
    : Rule("AKD2037", "v1-saturation", $"Thresholds of {AkidaVersions.V1Name} must fit their registers", AkidaVersion.V1)
{
    /// <inheritdoc/>
    public override RefusedBy RefusedBy => RefusedBy.Nobody;

    /// <summary>The largest step: where it is larger, step and next weights are scaled down.</summary>
    public static int LargestStep(bool isInputConvolution) => isInputConvolution ? (1 << 20) - 1 : (1 << 16) - 1;

    /// <summary>The largest threshold; larger ones are clipped.</summary>
    public static int LargestThreshold(bool isInputConvolution) => isInputConvolution ? (1 << 23) - 1 : (1 << 19) - 1;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(RuleContext context) =>
        from steps in context.Steps
        let limit = LargestThreshold(steps.IsInputConvolution)
        where steps.LargestThreshold > limit
        select Find(
            context,
            context.Lowered.Graph[steps.Layer],
            null,
            $"a threshold is {Words.Grouped(steps.LargestThreshold)}, so it is clipped",
            $"{AkidaVersions.V1Name} takes at most {Words.Grouped(limit)}",
            "calibrate with better samples, or lower the biases in training"
        );
}
