using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Pooling;

/// <summary>Max poolings of Akida 2.0 have square windows.</summary>
public sealed class PoolSquareRule() : LayerRule("AKD2016", "pool-square", "A max pooling's window must be square", AkidaVersion.V2)
{
    private protected override Finding? Check(RuleContext context, LayerNode layer) =>
        layer.Operation is not MaxPooling2D { PoolSize: { IsSquare: false } size }
            ? null
            : Find(
                context,
                layer,
                "pool_size",
                $"its window is {size}",
                $"{AkidaVersions.V2Name} takes square windows",
                $"use {Math.Max(size.Height, size.Width)}×{Math.Max(size.Height, size.Width)}",
                fix: new FindingFix("pool_size", Words.Number(Math.Max(size.Height, size.Width)))
            );
}
