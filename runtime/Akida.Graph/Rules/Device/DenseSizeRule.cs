using Akida.Graph.Mapping;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules.Device;

/// <summary>The inputs that a dense layer takes.</summary>
public sealed class DenseSizeRule()
    : DeviceRule("AKD3010", "dense-inputs", "A dense layer must have no more inputs than the hardware takes")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        long inputs = context.Lowered.Graph.Shape(block.Main.Inputs[0]).Elements;
        return block.Main.Operation is not Dense || limits.MostInputs is not { } most || inputs <= most
            ? null
            : Find(
                context,
                block.Main,
                null,
                $"it has {Words.Grouped(inputs)} inputs",
                $"{Hardware(context)} takes at most {Words.Grouped(most)}",
                "pool before it",
                context.Lowered.Graph.Producers(block.Main)[0]
            );
    }
}
