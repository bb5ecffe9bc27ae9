using Akida.Graph.Lowering;
using Akida.Graph.Rules.Activations;
using Akida.Graph.Rules.Bits;
using Akida.Graph.Rules.Blocks;
using Akida.Graph.Rules.Convolutions;
using Akida.Graph.Rules.Device;
using Akida.Graph.Rules.Inputs;
using Akida.Graph.Rules.Pooling;
using Akida.Graph.Rules.Shaping;

namespace Akida.Graph.Rules;

/// <summary>All rules.</summary>
public static class RuleTable
{
    /// <summary>The rules, by id.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        new KernelSquareRule(),
        new ReluBoundedRule(),
        new GapOrderRule(),
        new OneInputRule(),
        new OneOutputRule(),
        new InputRankRule(),
        new UnsignedInputRule(),
        new ImageInputRule(),
        new SignedInputRule(),
        new BlockPatternRule(),
        new NoBranchRule(),
        new BlockEndsWithReluRule(),
        new PerTensorRule(),
        new GapAreaRule(),
        new PoolPaddingRule(),
        new PoolSquareRule(),
        new PoolStrideSquareRule(),
        new StrideSquareRule(),
        new DilationRule(),
        new GroupsRule(),
        new DepthMultiplierRule(),
        new DenseInputRule(),
        new ReshapeRule(),
        new SeparableFusedRule(),
        new VersionTwoLayersRule(),
        new TransposedKernelRule(),
        new ConcatenateAxisRule(),
        new PaddingValueRule(),
        new InputWeightBitsRule(),
        new WeightBitsRule(),
        new DenseWeightBitsRule(),
        new QuantizableWeightsRule(),
        new FoldableNormalizationRule(),
        new SupportedLayerRule(),
        new FinalReluRule(),
        new PoolingFirstRule(),
        new SaturationRule(),
        new AddInputsRule(),
        new SignedOutputBitsRule(),
        new PaddingSidesRule(),
        new KernelSizeRule(),
        new KernelStrideRule(),
        new InputSizeRule(),
        new ConvolutionPaddingRule(),
        new PoolSizeRule(),
        new PoolFollowerRule(),
        new LookupPoolRule(),
        new GapSizeRule(),
        new FilterCountRule(),
        new DenseSizeRule(),
        new FrameBufferRule(),
        new DeviceWeightBitsRule(),
        new DeviceActivationBitsRule(),
        new DeviceInputBitsRule(),
    ];

    /// <summary>The rule of a type.</summary>
    /// <exception cref="InvalidOperationException">It is not in the table.</exception>
    public static TRule Of<TRule>()
        where TRule : Rule => All.OfType<TRule>().Single();

    /// <summary>Everything in a float model that Akida does not accept.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">For what it is checked.</param>
    /// <exception cref="GraphException">The graph's shapes do not fit, or it is quantised.</exception>
    public static IReadOnlyList<Finding> Check(ModelGraph model, RuleOptions options) => Check(RuleContext.ForFloat(model, options));

    /// <summary>Everything in a model that Akida does not accept, each cause once.</summary>
    public static IReadOnlyList<Finding> Check(RuleContext context) => Consequences.Fold(context, [.. Findings(context, _ => true)]);

    /// <summary>Stops at the first thing in a model that a tool refuses.</summary>
    /// <param name="context">The model.</param>
    /// <param name="tool">The tool; the converter refuses what the quantiser does, too.</param>
    /// <exception cref="GraphException">A rule is broken; the message names the layer, the rule's id and its name.</exception>
    public static void Require(RuleContext context, RefusedBy tool)
    {
        Finding? finding = context
            .Lowered.Refusals.Select(refusal => Of(context, refusal))
            .Concat(Findings(context, rule => rule.RefusedBy is not RefusedBy.Nobody && rule.RefusedBy <= tool))
            .FirstOrDefault();
        if (finding is not null)
        {
            throw finding.ToException();
        }
    }

    private static IEnumerable<Finding> Findings(RuleContext context, Func<Rule, bool> concerns) =>
        All.Where(rule => rule.Versions.Contains(context.Version) && concerns(rule)).SelectMany(rule => rule.Check(context));

    private static Finding Of(RuleContext context, Refusal refusal)
    {
        Rule rule = All.Single(candidate => candidate.Refuses == refusal.Reason);
        string layer = context.NameOf(refusal.Layer);
        return rule.Check(context).FirstOrDefault(finding => finding.Layer == layer && finding.Setting == refusal.Setting)
            ?? new Finding(rule, layer, refusal.Setting, refusal.Found, refusal.Allowed, rule.Title);
    }
}
