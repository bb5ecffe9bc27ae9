using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>Convolutions over time: the last frames are in a buffer that goes into the model and comes out of it.</summary>
internal static class OnnxTemporal
{
    public static void Full(OnnxLayer layer, BufferTempConv conv)
    {
        string frames = Remember(layer, conv.KernelSize);
        string kernel = layer.Builder.Constant(layer.Weight("kernel").Permute(3, 2, 0, 1));
        layer.Output(Layout.ChannelsFirst, layer.Builder.Node("Conv", [frames, kernel, .. OnnxConvolutions.Bias(layer)]));
    }

    public static void Depthwise(OnnxLayer layer, DepthwiseBufferTempConv conv)
    {
        OnnxBuilder builder = layer.Builder;
        TensorShape input = layer.InputShape;
        string kernel = builder.Constant(layer.Weight("kernel").Reshape(new TensorShape(conv.KernelSize, input.Channels, 1, 1)));
        string sum = WeightedSum(layer, conv.KernelSize, kernel);
        layer.Output(
            Layout.ChannelsFirst,
            layer.FindWeight("bias") is { } bias ? builder.Node("Add", [sum, layer.PerChannel(Layout.ChannelsFirst, bias.Values)]) : sum
        );
    }

    /// <summary>The sum over the last frames, each channel times its own weight. Kernel <c>frames×C×1×1</c>.</summary>
    public static string WeightedSum(OnnxLayer layer, int frames, string kernel)
    {
        OnnxBuilder builder = layer.Builder;
        TensorShape input = layer.InputShape;
        string separate = builder.Node(
            "Reshape",
            [Remember(layer, frames), builder.Constant([-1, frames, input.Channels, input[0], input[1]])]
        );
        return builder.Node("ReduceSum", [builder.Node("Mul", [separate, kernel]), builder.Constant([1])], ("keepdims", 0));
    }

    private static TensorShape Frames(TensorShape input, int count) => new(count * input.Channels, input[0], input[1]);

    /// <summary>The buffered frames and the new one, along the channels; the newest stay in the buffer.</summary>
    public static string Remember(OnnxLayer layer, int frames)
    {
        OnnxBuilder builder = layer.Builder;
        TensorShape shape = Frames(layer.InputShape, frames - 1);
        builder.Input(OnnxExport.BufferPrefix + layer.Name, shape);
        string all = builder.Node("Concat", [OnnxExport.BufferPrefix + layer.Name, layer.Input(Layout.ChannelsFirst)], ("axis", 1));
        int channels = layer.InputShape.Channels;
        string next = builder.Node(
            "Slice",
            [all, builder.Constant([channels]), builder.Constant([frames * channels]), builder.Constant([1])]
        );
        builder.Name(next, OnnxExport.NextBufferPrefix + layer.Name);
        builder.Output(OnnxExport.NextBufferPrefix + layer.Name, shape);
        return all;
    }
}
