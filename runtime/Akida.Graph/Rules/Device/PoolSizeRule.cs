using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Device;

/// <summary>The max poolings that the hardware has.</summary>
public sealed class PoolSizeRule()
    : DeviceRule("AKD3005", "pool-size", "A max pooling must have a window and strides that the hardware has")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        // Where the hardware has no max pooling at all, there is no such Akida layer either.
        if (limits.Pools.Count == 0 || block.Find<MaxPooling2D>() is not { Operation: MaxPooling2D pool } layer)
        {
            return null;
        }

        string windows = Words.Or([.. limits.Pools.Select(limit => limit.Size)]);
        return limits.Pools.FirstOrDefault(limit => limit.Size == pool.PoolSize) is not { } limit
                ? Find(
                    context,
                    layer,
                    "pool_size",
                    $"its window is {pool.PoolSize}",
                    $"{Hardware(context)} has {windows} in {block.Kind}",
                    "use 2×2",
                    fix: new FindingFix("pool_size", "2")
                )
            : limit.Strides.Contains(pool.EffectiveStrides) ? null
            : Find(
                context,
                layer,
                "strides",
                $"its strides are {pool.EffectiveStrides}",
                $"{Hardware(context)} has {Words.Or(limit.Strides)} for a window of {limit.Size} in {block.Kind}",
                $"use {limit.Strides[limit.Strides.Count - 1]}",
                fix: limit.Strides[limit.Strides.Count - 1] is { IsSquare: true, Height: var stride }
                    ? new FindingFix("strides", Words.Number(stride))
                    : null
            );
    }
}
