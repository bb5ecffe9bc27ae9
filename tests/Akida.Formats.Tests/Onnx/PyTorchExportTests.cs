using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Operations;

namespace Akida.Formats.Tests.Onnx;

/// <summary>
/// Models in the form in which PyTorch exports them: channels first, kernels with the filters first, flat maps channel by channel.
/// </summary>
public sealed class PyTorchExportTests
{
    private readonly Random random = new(7);

    [Fact]
    public void LeNet_is_read()
    {
        OnnxBuilder b = Begin(1, 28, 28);
        string x = b.Node(
            "Conv",
            ["x", Weights(b, 6, 1, 5, 5), Weights(b, 6)],
            ("kernel_shape", new[] { 5, 5 }),
            ("pads", new[] { 2, 2, 2, 2 }),
            ("strides", new[] { 1, 1 })
        );
        x = b.Node(
            "MaxPool",
            b.Node("Relu", x),
            ("kernel_shape", new[] { 2, 2 }),
            ("strides", new[] { 2, 2 }),
            ("pads", new[] { 0, 0, 0, 0 })
        );
        x = b.Node("Conv", [x, Weights(b, 16, 6, 5, 5), Weights(b, 16)]);
        x = b.Node("AveragePool", b.Node("Relu", x), ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        x = b.Node("Relu", b.Node("Gemm", [b.Node("Flatten", x, ("axis", 1)), Weights(b, 120, 400), Weights(b, 120)], ("transB", 1)));
        x = b.Node("Gemm", [x, Weights(b, 10, 120), Weights(b, 10)], ("transB", 1), ("alpha", 0.5f), ("beta", 2f));
        Model model = Same(b, x, 10);

        Assert.Equal(
            ["InputLayer", "Conv2D", "ReLU", "MaxPooling2D", "Conv2D", "ReLU", "AveragePooling2D", "Flatten", "Dense", "ReLU", "Dense"],
            model.Graph.Layers.Select(node => node.Operation.ClassName)
        );
        Assert.Equal(new TensorShape(28, 28, 1), ((InputLayer)model.Graph.Input.Operation).Shape);
        Assert.Equal(Padding.Same, ((Conv2D)model.Graph.Layers[1].Operation).Padding);
        Assert.Equal(Padding.Same, ((MaxPooling2D)model.Graph.Layers[3].Operation).Padding);
    }

    [Fact]
    public void ResNet_blocks_are_read()
    {
        OnnxBuilder b = Begin(3, 32, 32);
        string x = b.Node("Conv", ["x", Weights(b, 8, 3, 7, 7)], ("pads", new[] { 3, 3, 3, 3 }), ("strides", new[] { 2, 2 }));
        x = b.Node("Relu", Normalize(b, x, 8));
        x = b.Node("MaxPool", x, ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 }));
        string y = b.Node("Relu", Normalize(b, b.Node("Conv", [x, Weights(b, 8, 8, 3, 3)], ("pads", new[] { 1, 1, 1, 1 })), 8));
        y = Normalize(b, b.Node("Conv", [y, Weights(b, 8, 8, 3, 3)], ("pads", new[] { 1, 1, 1, 1 })), 8);
        x = b.Node("Relu", b.Node("Add", [y, x]));
        x = b.Node("Flatten", b.Node("GlobalAveragePool", x));
        Model model = Same(b, b.Node("Gemm", [x, Weights(b, 5, 8), Weights(b, 5)], ("transB", 1)), 5);

        Assert.Equal(
            ["ZeroPadding2D", "ZeroPadding2D"],
            model.Graph.Layers.Select(node => node.Operation.ClassName).Where(name => name.StartsWith("Zero", StringComparison.Ordinal))
        );
        Assert.Contains(model.Graph.Layers, node => node.Operation is GlobalAveragePooling2D);
        Assert.DoesNotContain(model.Graph.Layers, node => node.Operation is Flatten or Permute or Reshape);
    }

    [Fact]
    public void MobileNet_with_HardSwish_and_seen_shapes_is_read()
    {
        OnnxBuilder b = Begin(3, 16, 20);
        string x = b.Node("Div", [b.Node("Sub", ["x", Weights(b, 1, 3, 1, 1)]), b.Constant(new Tensor(new(3, 1, 1), [0.5f, 0.25f, 2]))]);
        x = b.Node("Conv", [x, Weights(b, 8, 3, 3, 3)], ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 2 }));
        x = HardSwish(b, Normalize(b, x, 8));
        x = b.Node("Conv", [x, Weights(b, 8, 1, 3, 3), Weights(b, 8)], ("group", 8), ("pads", new[] { 1, 1, 1, 1 }));
        x = b.Node("Clip", [x, b.Constant(0f), b.Constant(6f)]);
        x = b.Node("Conv", [x, Weights(b, 12, 4, 1, 1)], ("group", 2));
        x = b.Node("Mul", [x, b.Node("Sigmoid", x)]);
        x = Gelu(b, x);
        x = b.Node("ReduceMean", x, ("axes", new[] { 2, 3 }), ("keepdims", 1));
        string batch = b.Node("Gather", [b.Node("Shape", x), b.Constant(0L)], ("axis", 0));
        string shape = b.Node("Concat", [batch, b.Constant(-1L)], ("axis", 0));
        x = b.Node("Reshape", [x, shape]);
        x = b.Node("Add", [b.Node("MatMul", [x, Weights(b, 12, 4)]), Weights(b, 4)]);
        Model model = Same(b, b.Node("Softmax", x, ("axis", 1)), 4);

        Assert.Equal(
            [
                "InputLayer",
                "Rescaling",
                "Conv2D",
                "BatchNormalization",
                "Activation",
                "DepthwiseConv2D",
                "ReLU",
                "Conv2D",
                "Activation",
                "Activation",
                "GlobalAveragePooling2D",
                "Dense",
                "Softmax",
            ],
            model.Graph.Layers.Select(node => node.Operation.ClassName)
        );
        Assert.Equal(
            ["hard_silu", "swish", "gelu"],
            model.Graph.Layers.Select(node => node.Operation).OfType<Activation>().Select(activation => activation.Function)
        );
    }

    [Fact]
    public void A_net_that_ends_with_LogSoftmax_is_read()
    {
        OnnxBuilder b = Begin(1, 12, 12);
        string x = b.Node("Selu", b.Node("Conv", ["x", Weights(b, 4, 1, 3, 3)], ("strides", new[] { 2, 2 })));
        x = b.Node("Add", [x, b.Node("ConstantOfShape", b.Constant([1, 4, 1, 1]))]);
        x = b.Node("Gemm", [b.Node("Flatten", x, ("axis", 1)), Weights(b, 10, 100), Weights(b, 10)], ("transB", 1));
        Model model = Same(b, b.Node("LogSoftmax", x, ("axis", 1)), 10);

        Assert.Equal(
            ["selu", "log_softmax"],
            model.Graph.Layers.Select(node => node.Operation).OfType<Activation>().Select(activation => activation.Function)
        );
    }

    [Fact]
    public void Upsampling_with_joins_is_read()
    {
        OnnxBuilder b = Begin(4, 8, 8);
        string a = b.Node(
            "LeakyRelu",
            b.Node("Conv", ["x", Weights(b, 6, 4, 3, 3)], ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 })),
            ("alpha", 0.1f)
        );
        string up = b.Node(
            "ConvTranspose",
            [a, Weights(b, 6, 5, 3, 3), Weights(b, 5)],
            ("strides", new[] { 2, 2 }),
            ("pads", new[] { 1, 1, 1, 1 }),
            ("output_padding", new[] { 1, 1 })
        );
        string four = b.Node("ConvTranspose", [a, Weights(b, 6, 5, 4, 4)], ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 }));
        string deep = b.Node("ConvTranspose", [a, Weights(b, 6, 1, 2, 2)], ("strides", new[] { 2, 2 }), ("group", 6));
        string sized = b.Node(
            "Resize",
            [a, "", b.Constant(new Tensor(new(4), [1, 1, 2, 2]))],
            ("mode", "nearest"),
            ("coordinate_transformation_mode", "asymmetric"),
            ("nearest_mode", "floor")
        );
        string x = b.Node("Concat", ["x", up, b.Node("PRelu", [four, Weights(b, 5, 1, 1)]), deep, sized], ("axis", 1));
        x = b.Node("Pad", [x, b.Constant([0, 0, 1, 2, 0, 0, 0, 1])]);
        x = b.Node("Mul", [b.Node("Tanh", x), Weights(b, 26, 1, 1)]);
        Same(b, x, 26, 9, 11);
    }

    [Fact]
    public void Clips_of_frames_are_read()
    {
        OnnxBuilder b = Begin(2, 6, 9, 10);
        string x = b.Node("Conv", ["x", Weights(b, 4, 2, 3, 3, 3), Weights(b, 4)], ("pads", new[] { 1, 1, 1, 1, 1, 1 }));
        x = b.Node("Conv", [b.Node("Relu", x), Weights(b, 4, 1, 3, 1, 1)], ("group", 4));
        x = b.Node("AveragePool", x, ("kernel_shape", new[] { 2, 3, 5 }), ("strides", new[] { 2, 3, 5 }));
        x = b.Node("Reshape", [x, b.Constant([-1, 48])]);
        OnnxComparison.AssertSame(
            Finish(b, b.Node("Gemm", [b.Node("Reshape", [x, b.Constant([0, -1])]), Weights(b, 48, 3)]), 3),
            channelsFirst: true
        );
    }

    [Fact]
    public void Shuffles_are_slow_but_right()
    {
        OnnxBuilder b = Begin(6, 4, 5);
        string x = b.Node("Conv", ["x", Weights(b, 6, 6, 1, 1)]);
        x = b.Node("Reshape", [x, b.Constant([-1, 2, 3, 4, 5])]);
        x = b.Node("Reshape", [b.Node("Transpose", x, ("perm", new[] { 0, 2, 1, 3, 4 })), b.Constant([-1, 6, 4, 5])]);
        Same(b, b.Node("Conv", [x, Weights(b, 2, 6, 3, 3)]), 2, 2, 3);
    }

    private static OnnxBuilder Begin(params int[] shape)
    {
        OnnxBuilder builder = new() { Layer = "/net" };
        builder.Input("x", new TensorShape(shape));
        return builder;
    }

    private static byte[] Finish(OnnxBuilder builder, string output, params int[] shape)
    {
        builder.Name(output, "y");
        builder.Output("y", new TensorShape(shape));
        return builder.Build("torch");
    }

    private static Model Same(OnnxBuilder builder, string output, params int[] shape) =>
        OnnxComparison.AssertSame(Finish(builder, output, shape), channelsFirst: true);

    private static string HardSwish(OnnxBuilder b, string x)
    {
        string clipped = b.Node("Clip", [b.Node("Add", [x, b.Constant(3f)]), b.Constant(0f), b.Constant(6f)]);
        return b.Node("Div", [b.Node("Mul", [x, clipped]), b.Constant(6f)]);
    }

    private static string Gelu(OnnxBuilder b, string x)
    {
        string error = b.Node("Erf", b.Node("Div", [x, b.Constant(MathF.Sqrt(2))]));
        return b.Node("Mul", [b.Node("Mul", [x, b.Node("Add", [error, b.Constant(1f)])]), b.Constant(0.5f)]);
    }

    private string Normalize(OnnxBuilder b, string x, int channels) =>
        b.Node(
            "BatchNormalization",
            [
                x,
                Weights(b, channels),
                Weights(b, channels),
                Weights(b, channels),
                b.Constant(new Tensor(new(channels), [.. Enumerable.Repeat(0.7f, channels)])),
            ],
            ("epsilon", 1e-5f)
        );

    private string Weights(OnnxBuilder b, params int[] shape)
    {
        TensorShape sizes = new(shape);
        return b.Constant(new Tensor(sizes, [.. Enumerable.Range(0, (int)sizes.Elements).Select(_ => random.NextSingle() - 0.4f)]));
    }
}
