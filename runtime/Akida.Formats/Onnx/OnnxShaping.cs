using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>Layers that move values, and joins.</summary>
internal static class OnnxShaping
{
    public static void Reshape(OnnxLayer layer)
    {
        string shape = layer.Builder.Constant([-1, .. layer.OutputShape.Dimensions.Select(size => (long)size)]);
        layer.Output(Layout.ChannelsLast, layer.Builder.Node("Reshape", [layer.Input(Layout.ChannelsLast), shape]));
    }

    public static void Permute(OnnxLayer layer, Permute permute) =>
        layer.Output(
            Layout.ChannelsLast,
            layer.Builder.Node("Transpose", layer.Input(Layout.ChannelsLast), ("perm", new[] { 0 }.Concat(permute.Dims).ToArray()))
        );

    public static void Pad(OnnxLayer layer, params (int Before, int After)[] margins)
    {
        string pads = layer.Builder.Constant([
            0,
            0,
            .. margins.Select(margin => (long)margin.Before),
            0,
            0,
            .. margins.Select(margin => (long)margin.After),
        ]);
        layer.Output(Layout.ChannelsFirst, layer.Builder.Node("Pad", [layer.Input(Layout.ChannelsFirst), pads]));
    }

    public static void Crop(OnnxLayer layer, Cropping2D cropping)
    {
        OnnxBuilder builder = layer.Builder;
        string starts = builder.Constant([cropping.Rows.Before, cropping.Columns.Before]);
        string ends = builder.Constant([layer.InputShape[0] - cropping.Rows.After, layer.InputShape[1] - cropping.Columns.After]);
        layer.Output(
            Layout.ChannelsFirst,
            builder.Node("Slice", [layer.Input(Layout.ChannelsFirst), starts, ends, builder.Constant([2, 3])])
        );
    }

    public static void Join(OnnxLayer layer, JoinOperation join)
    {
        Layout layout = layer.InputLayout;
        if (join is Concatenate concatenate)
        {
            bool channels = concatenate.Axis == -1 || concatenate.Axis == layer.InputShape.Rank;
            layout = channels ? layout : Layout.ChannelsLast;
            int axis =
                !channels ? concatenate.Axis
                : layout == Layout.ChannelsFirst ? 1
                : -1;
            layer.Output(layout, layer.Builder.Node("Concat", layer.Inputs(layout), ("axis", axis)));
            return;
        }

        layer.Output(layout, Combine(layer, join, [.. layer.Inputs(layout)]));
    }

    private static string Combine(OnnxLayer layer, JoinOperation join, string[] inputs)
    {
        OnnxBuilder builder = layer.Builder;
        return join switch
        {
            Add { Average: true } => builder.Node("Mul", [builder.Node("Sum", inputs), builder.Constant(0.5f)]),
            Add => builder.Node("Sum", inputs),
            Multiply => inputs.Skip(1).Aggregate(inputs[0], (product, input) => builder.Node("Mul", [product, input])),
            Subtract => inputs.Skip(1).Aggregate(inputs[0], (difference, input) => builder.Node("Sub", [difference, input])),
            Maximum => builder.Node("Max", inputs),
            _ => throw new GraphException($"{join.ClassName} cannot be exported to ONNX"),
        };
    }
}
