using Akida.Graph.Mapping;

namespace Akida.Graph.Rules.Device;

/// <summary>The maps that the hardware's layers take.</summary>
public sealed class InputSizeRule() : DeviceRule("AKD3003", "input-size", "A layer's input must have a size that the hardware takes")
{
    private protected override Finding? Check(RuleContext context, AkidaBlock block, DeviceLimits limits)
    {
        GraphIndex graph = context.Lowered.Graph;
        if (graph.Shape(block.Layers[0].Inputs[0]) is not { Rank: 3 } shape)
        {
            return null;
        }

        (string Name, int Size, SizeRange? Range)[] sizes =
        [
            ("height", shape[0], limits.Height),
            ("width", shape[1], limits.Width),
            ("channels", shape.Channels, limits.Channels),
        ];
        if (sizes.FirstOrDefault(size => size.Range is { } range && !range.Contains(size.Size)) is not { Range: { } range } wrong)
        {
            return null;
        }

        LayerNode at = block.IsInputConvolution ? graph[block.Inputs[0]] : block.Main;
        return Find(
            context,
            at,
            block.IsInputConvolution ? "batch_input_shape" : null,
            $"the input of '{context.NameOf(block.Main.Name)}' is {shape}",
            $"{Hardware(context)} takes {(wrong.Name == "channels" ? $"{range} channels" : $"a {wrong.Name} of {range}")} in {block.Kind}",
            "scale the input, or change the layers before it",
            at == block.Main ? null : block.Main
        );
    }
}
