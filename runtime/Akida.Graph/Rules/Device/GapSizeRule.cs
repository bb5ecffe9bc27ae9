using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Device;

/// <summary>The maps that the hardware averages.</summary>
public sealed class GapSizeRule()
    : DeviceRule("AKD3008", "gap-size", "Global average pooling must take a map that the hardware can average")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        if (limits.Gap is not { } limit || block.Find<GlobalAveragePooling2D>() is not { } pooling)
        {
            return null;
        }

        TensorShape map = context.Lowered.Graph.Shape(pooling.Inputs[0]);
        bool fits =
            map[1] <= limit.MostWidth && map[0] >= limit.LeastHeight && (limit.MostArea is null || (long)map[0] * map[1] <= limit.MostArea);
        string least = limit.LeastHeight > 1 ? $", at least {limit.LeastHeight} rows" : "",
            most = limit.MostArea is { } area ? $", at most {area} pixels" : "";
        return fits
            ? null
            : Find(
                context,
                pooling,
                null,
                $"it averages {map[0]}×{map[1]} pixels",
                $"{Hardware(context)} averages maps of a width up to {limit.MostWidth}{least}{most}",
                "change the strides before it"
            );
    }
}
