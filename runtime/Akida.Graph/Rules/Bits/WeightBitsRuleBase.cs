using Akida.Graph.Converted;
using Akida.Graph.Lowering;
using Akida.Graph.Mapping;
using Akida.Graph.Rules.Blocks;
using Akida.Graph.Rules.Device;
using Akida.Graph.Rules.Inputs;
using Akida.Graph.Rules.Pooling;

namespace Akida.Graph.Rules.Bits;

/// <summary>What the rules about the bits of weights have in common.</summary>
public abstract class WeightBitsRuleBase(string id, string name, string title, AkidaVersion? only = null) : BlockRule(id, name, title, only)
{
    /// <summary>Whether the rule is about a kind of Akida layer.</summary>
    private protected abstract bool Concerns(AkidaLayerType kind);

    internal override bool IsExplainedBy(RuleContext context, Finding own, Finding other) =>
        base.IsExplainedBy(context, own, other)
        || (own.Setting == RuleContext.InputWeightBits && KeepsFromInputConvolution(context, own, other));

    private protected sealed override Finding? Check(RuleContext context, AkidaBlock block)
    {
        if (!context.KnowsBits || block.Kind is not { } kind || !Concerns(kind))
        {
            return null;
        }

        EquatableArray<int> allowed = WeightBitLimits.Allowed(kind, context.Version);
        int[] found =
        [
            .. new[] { WeightBitLimits.Of(block), WeightBitLimits.DepthwiseOf(block) }.OfType<int>().Where(bits => !allowed.Contains(bits)),
        ];
        if (found.Length == 0)
        {
            return null;
        }

        // Of what the converter takes, what the hardware takes too.
        EquatableArray<int> onHardware = DeviceTable.Of(kind)?.WeightBits ?? allowed;
        int nearest = Words.Nearest(allowed.Where(bits => onHardware.Contains(bits)), found[0]);
        return Find(
            context,
            block.Main,
            context.BitsSetting(block.Main),
            $"its weights have {found[0]} bits",
            $"{context.VersionName} takes {Words.Or(allowed)} in "
                + (kind.IsInputConvolution() ? "the input convolution" : Words.Kind(block.Main.Operation)),
            $"use {nearest} bits",
            fix: context.Bits is null ? null : new FindingFix(context.BitsSetting(block.Main), Words.Number(nearest))
        );
    }

    /// <summary>
    /// Whether the first layer would be an input convolution, whose weights may have the bits, were it not for another finding.
    /// </summary>
    private static bool KeepsFromInputConvolution(RuleContext context, Finding own, Finding other) =>
        context.Version == AkidaVersion.V1
        && context.Bits is { Input: var bits }
        && WeightBitLimits.Allowed(AkidaLayerType.InputConvolutional, context.Version).Contains(bits)
        && other.Rule switch
        {
            ImageInputRule or PoolingFirstRule => true,
            BlockEndsWithReluRule => other.Layer == own.Layer,
            SupportedLayerRule => context.Model.Consumers(own.Layer).Any(next => next.Name == other.Layer),
            _ => false,
        };
}
