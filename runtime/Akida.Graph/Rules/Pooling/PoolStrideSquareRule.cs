using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Pooling;

/// <summary>Max poolings of Akida 2.0 have equal strides.</summary>
public sealed class PoolStrideSquareRule()
    : LayerRule("AKD2017", "pool-stride-square", "A max pooling's strides must be equal", AkidaVersion.V2)
{
    private protected override Finding? Check(RuleContext context, LayerNode layer) =>
        layer.Operation is not MaxPooling2D { Strides: { IsSquare: false } strides }
            ? null
            : Find(
                context,
                layer,
                "strides",
                $"its strides are {strides}",
                $"{AkidaVersions.V2Name} takes equal strides",
                $"use {Math.Max(strides.Height, strides.Width)} for both",
                fix: new FindingFix("strides", Words.Number(Math.Max(strides.Height, strides.Width)))
            );
}
