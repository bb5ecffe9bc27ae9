using Akida.Graph;
using Akida.Integers;

namespace Akida.Simulator.Tests;

/// <summary>Small programs that can be read.</summary>
internal static class ExamplePrograms
{
    /// <summary>A convolution with pooling and ReLU, a depthwise one, a dense layer and a dequantiser.</summary>
    public static IntegerProgram Classifier()
    {
        TensorShape image = new(8, 8, 3),
            map = new(8, 8, 20),
            pooled = new(4, 4, 20);
        IntegerConv2D conv = new("conv", ["input"], Sums(map))
        {
            Weights = Weights(27 * 20),
            WeightBits = 4,
            BufferValueBits = 27,
            InputShape = image,
            KernelSize = new Size2D(3),
            Strides = Size2D.One,
            Padding = Padding.Same,
        };
        IntegerMaxPooling2D pool = new("pool", ["conv"], Sums(pooled))
        {
            InputShape = map,
            PoolSize = new Size2D(2),
            Strides = new Size2D(2),
            Padding = Padding.Valid,
        };
        IntegerDepthwiseConv2D depthwise = new("depthwise", ["relu"], Sums(pooled))
        {
            Weights = Weights(9 * 20),
            WeightBits = 4,
            BufferValueBits = 27,
            InputShape = pooled,
            KernelSize = new Size2D(3),
            Strides = Size2D.One,
            Padding = Padding.Same,
        };
        TensorShape flat = new(4 * 4 * 20);
        IntegerDense dense = new("dense", ["flatten"], Sums(new TensorShape(10)))
        {
            Weights = Weights(4 * 4 * 20 * 10),
            WeightBits = 4,
            BufferValueBits = 27,
        };
        return new IntegerProgram(
            "classifier",
            [
                Image(image),
                conv,
                pool,
                ReLU("relu", "pool", pooled),
                depthwise,
                ReLU("relu_2", "depthwise", pooled),
                new IntegerReshape("flatten", ["relu_2"], Activations(flat)),
                dense,
                new IntegerDequantizer("dequantizer", ["dense"], ValueFormat.Float(new TensorShape(10))) { Input = dense.Output },
            ],
            ["dequantizer"]
        );
    }

    /// <summary>A transposed convolution of stride 2, an addition of it to itself.</summary>
    public static IntegerProgram Decoder()
    {
        TensorShape image = new(3, 4, 2),
            map = new(6, 8, 5);
        IntegerConv2DTranspose up = new("up", ["input"], Sums(map))
        {
            Weights = Weights(9 * 2 * 5),
            WeightBits = 4,
            BufferValueBits = 27,
            InputShape = image,
            KernelSize = new Size2D(3),
            Strides = new Size2D(2),
            Padding = Padding.Same,
        };
        IntegerAdd add = new("add", ["relu", "relu"], Sums(map) with { Scales = null })
        {
            LeftShifts = [0],
            RightShifts = [1],
            BufferValueBits = 27,
        };
        return new IntegerProgram("decoder", [Image(image), up, ReLU("relu", "up", map), add], ["add"]);
    }

    /// <summary>The last three frames summed over channels, then each channel's last two.</summary>
    public static IntegerProgram Temporal()
    {
        TensorShape frame = new(2, 2, 4),
            map = new(2, 2, 6);
        return new IntegerProgram(
            "temporal",
            [
                Image(frame),
                new IntegerBufferTempConv("full", ["input"], Sums(map))
                {
                    Weights = Weights(3 * 4 * 6),
                    WeightBits = 4,
                    BufferValueBits = 27,
                    Frames = 3,
                },
                ReLU("relu", "full", map),
                new IntegerDepthwiseBufferTempConv("depthwise", ["relu"], Sums(map))
                {
                    Weights = Weights(2 * 6),
                    WeightBits = 4,
                    BufferValueBits = 27,
                    Frames = 2,
                },
            ],
            ["depthwise"]
        );
    }

    private static IntegerInput Image(TensorShape shape) => new("input", new ValueFormat(shape, 8, [0]), DataType.UInt8);

    private static IntegerReLU ReLU(string name, string input, TensorShape shape) =>
        new(name, [input], Activations(shape))
        {
            BufferValueBits = 32,
            Requantization = new Requantization(
                4,
                false,
                8,
                32,
                [.. Enumerable.Repeat(200, shape.Channels)],
                [.. Enumerable.Repeat(-14, shape.Channels)]
            ),
        };

    private static ValueFormat Sums(TensorShape shape) => new(shape, 27, [0], [1f]);

    private static ValueFormat Activations(TensorShape shape) => new(shape, 4, [0]);

    private static EquatableArray<sbyte> Weights(int count) => new([.. Enumerable.Range(0, count).Select(i => (sbyte)((i % 15) - 7))]);
}
