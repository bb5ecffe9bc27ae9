using Akida.Graph.Mapping;
using Akida.Graph.Operations;
using Akida.Graph.Rules.Blocks;
using Akida.Graph.Rules.Pooling;

namespace Akida.Graph.Rules.Device;

/// <summary>On AKD1000 a convolution takes what a max pooling puts out.</summary>
public sealed class PoolFollowerRule()
    : DeviceRule("AKD3006", "pool-follower", "On AKD1000 a convolution must follow a max pooling", AkidaVersion.V1)
{
    internal override bool IsExplainedBy(RuleContext context, Finding own, Finding other) =>
        base.IsExplainedBy(context, own, other) || (other.Rule is PoolingFirstRule or BlockPatternRule && other.Layer == own.Layer);

    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        if (
            !limits.PoolNeedsConvolution
            || block.Find<MaxPooling2D>() is not { } pool
            || PoolingFirstRule.Culprit(context.Lowered.Graph, block) is not null
        )
        {
            return null;
        }

        AkidaBlock? wrong = context.Lowered.Following(block).FirstOrDefault(next => next.Main.Operation is not Convolution2D);
        return wrong is null
            ? null
            : Find(
                context,
                pool,
                null,
                $"'{context.NameOf(wrong.Main.Name)}', which follows it, is {Words.Kind(wrong.Main.Operation)}",
                $"{Hardware(context)} takes a convolution behind a max pooling",
                "use global average pooling, or a stride, or put a convolution between them",
                wrong.Main
            );
    }
}
