using Akida.Graph.Mapping;
using Akida.Graph.Rules.Pooling;
using Akida.Graph.Rules.Shaping;

namespace Akida.Graph.Rules.Blocks;

/// <summary>The layers up to the next output quantiser make one Akida layer.</summary>
public sealed class BlockPatternRule() : BlockRule("AKD2010", "block-pattern", "Layers must follow each other as in an Akida layer")
{
    /// <summary>An output of so many bits ends a block.</summary>
    private const int MostOutputBits = BlockMapper.BlockEndBits - 1;

    /// <summary>On Akida 1.0 a layer without its ReLU ends before what should be part of it.</summary>
    internal override bool IsExplainedBy(RuleContext context, Finding own, Finding other) =>
        base.IsExplainedBy(context, own, other)
        || (
            other.Rule is BlockEndsWithReluRule
            && context.Model.Producers(context.Model[own.Layer]).Any(producer => producer.Name == other.Layer)
        );

    private protected override Finding? Check(RuleContext context, AkidaBlock block)
    {
        if (block.Type is not null || IsAboutOtherRule(context, block))
        {
            return null;
        }

        if (block.Layers.Take(block.Layers.Count - 1).FirstOrDefault(layer => IsWideOutput(context, layer)) is { } wide)
        {
            return Find(
                context,
                wide,
                RuleContext.ActivationBits,
                $"its output has {wide.Quantization!.OutputQuantizer!.Bitwidth} bits",
                $"an Akida layer puts out at most {MostOutputBits}",
                $"use {MostOutputBits} bits",
                fix: context.Bits is null ? null : new FindingFix(RuleContext.ActivationBits, Words.Number(MostOutputBits))
            );
        }

        LayerNode misfit = BlockPatterns.FirstMisfit(block.Layers, context.Version);
        string[] allowed = [.. BlockPatterns.BeginningWith(context.Version, block.Main.Operation)];
        return Find(
            context,
            misfit,
            null,
            $"it stands in {BlockPatterns.Signature(block.Layers)}, which is no layer of {context.VersionName}",
            allowed.Length > 0
                ? $"allowed are {string.Join(", ", allowed)}"
                : $"no layer of {context.VersionName} begins with {Words.Kind(block.Main.Operation)}",
            "bring the layers into such an order",
            misfit == block.Main ? null : block.Main
        );
    }

    private static bool IsAboutOtherRule(RuleContext context, AkidaBlock block) =>
        block.Layers.Any(layer => VersionLayers.HasOtherVersionOnly(layer.Operation, context.Version) || layer.Inputs.Count > 1)
        || GapOrderRule.Culprit(block, context.Version) is not null
        || ReshapeRule.Culprit(block) is not null
        || PoolingFirstRule.Culprit(context.Lowered.Graph, block) is not null;

    /// <summary>Whether an activation's output is too wide to end the block where it would.</summary>
    private static bool IsWideOutput(RuleContext context, LayerNode layer) =>
        layer.Quantization?.OutputQuantizer is { Bitwidth: > MostOutputBits }
        && context.Lowered.Graph.OnlyConsumer(layer.Name)?.Operation is not Operations.Activation;
}
