using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Device;

/// <summary>Max pooling and lookup activations are one unit of the hardware.</summary>
public sealed class LookupPoolRule()
    : DeviceRule(
        "AKD3007",
        "pool-with-lookup",
        "A convolution behind the input convolution has a max pooling or a lookup activation, not both",
        AkidaVersion.V2
    )
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits) =>
        limits.PoolsWithLookup
        || block.Find<MaxPooling2D>() is not { } pool
        || block.Find<Activation>() is not { Operation: Activation activation } layer
            ? null
            : Find(
                context,
                layer,
                null,
                $"'{context.NameOf(pool.Name)}' and the activation '{activation.Function}' are in one Akida layer",
                $"{Hardware(context)} has no max pooling with a lookup activation in {block.Kind}",
                "use a ReLU",
                pool
            );
}
