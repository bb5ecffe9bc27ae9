using Akida.Graph.Operations;

namespace Akida.Formats.Onnx;

/// <summary>Activations.</summary>
internal static class OnnxActivations
{
    public static void Add(OnnxLayer layer, Activation activation)
    {
        if (activation.Function is "softmax" or "log_softmax")
        {
            layer.Output(Layout.ChannelsLast, Apply(layer.Builder, layer.Input(Layout.ChannelsLast), activation, channelAxis: -1));
            return;
        }

        layer.Pointwise(input => Apply(layer.Builder, input, activation, channelAxis: layer.InputLayout == Layout.ChannelsFirst ? 1 : -1));
    }

    /// <summary>The activation that a function of TensorFlow is.</summary>
    public static Activation ActivationOf(TensorFlowFunction function)
    {
        const string module = "nn.";
        string name = function.Function;
        return new Activation { Function = name.StartsWith(module, StringComparison.Ordinal) ? name[module.Length..] : name };
    }

    /// <summary>Applies an activation to a value.</summary>
    /// <exception cref="GraphException">ONNX export does not know the function.</exception>
    public static string Apply(OnnxBuilder builder, string input, Activation activation, int channelAxis) =>
        activation.Function switch
        {
            "linear" => input,
            "relu" => builder.Node("Relu", input),
            "relu6" => Clip(builder, input, 0, 6),
            "sigmoid" => builder.Node("Sigmoid", input),
            "tanh" => builder.Node("Tanh", input),
            "elu" => builder.Node("Elu", input),
            "selu" => builder.Node("Selu", input),
            "softplus" => builder.Node("Softplus", input),
            "exponential" => builder.Node("Exp", input),
            "softmax" => builder.Node("Softmax", input, ("axis", channelAxis)),
            "log_softmax" => builder.Node("LogSoftmax", input, ("axis", channelAxis)),
            "swish" or "silu" => builder.Node("Mul", [input, builder.Node("Sigmoid", input)]),
            "hard_sigmoid" => builder.Node("HardSigmoid", input, ("alpha", 0.2f), ("beta", 0.5f)),
            "hard_silu" => HardSilu(builder, input),
            "gelu" => Gelu(builder, input),
            "leaky_relu" => Leaky(builder, input, activation.Alpha),
            _ => throw new GraphException($"activation '{activation.Function}' cannot be exported to ONNX", setting: "activation"),
        };

    public static string Leaky(OnnxBuilder builder, string input, double alpha) =>
        builder.Node("LeakyRelu", input, ("alpha", (float)alpha));

    public static void ReLU(OnnxLayer layer, ReLU relu)
    {
        OnnxBuilder builder = layer.Builder;
        layer.Pointwise(input =>
        {
            if (relu is { NegativeSlope: 0, Threshold: 0 })
            {
                return relu.MaxValue is { } bound ? Clip(builder, input, 0, (float)bound) : builder.Node("Relu", input);
            }

            string threshold = builder.Constant((float)relu.Threshold);
            string below = builder.Node("Mul", [builder.Node("Sub", [input, threshold]), builder.Constant((float)relu.NegativeSlope)]);
            string bent = builder.Node("Where", [builder.Node("Less", [input, threshold]), below, input]);
            return relu.MaxValue is { } maximum ? builder.Node("Min", [bent, builder.Constant((float)maximum)]) : bent;
        });
    }

    public static void PReLU(OnnxLayer layer, PReLU prelu) =>
        layer.Output(
            Layout.ChannelsLast,
            layer.Builder.Node("PRelu", [layer.Input(Layout.ChannelsLast), layer.Builder.Constant(layer.Weight("alpha"))])
        );

    public static void Softmax(OnnxLayer layer, int axis) =>
        layer.Output(Layout.ChannelsLast, layer.Builder.Node("Softmax", layer.Input(Layout.ChannelsLast), ("axis", axis)));

    private static string Clip(OnnxBuilder builder, string input, float least, float most) =>
        builder.Node("Clip", [input, builder.Constant(least), builder.Constant(most)]);

    private static string HardSilu(OnnxBuilder builder, string input)
    {
        string clipped = Clip(builder, builder.Node("Add", [input, builder.Constant(3f)]), 0, 6);
        return builder.Node("Div", [builder.Node("Mul", [input, clipped]), builder.Constant(6f)]);
    }

    private static string Gelu(OnnxBuilder builder, string input)
    {
        string error = builder.Node("Erf", builder.Node("Mul", [input, builder.Constant(MathF.Sqrt(0.5f))]));
        string share = builder.Node("Mul", [builder.Node("Add", [error, builder.Constant(1f)]), builder.Constant(0.5f)]);
        return builder.Node("Mul", [input, share]);
    }
}
