using Akida.Graph;
using Akida.Integers;

namespace Akida.Simulator.Tests;

/// <summary>Makes integer programs of random layers, sizes, bits and weights, extremes included, from a seed.</summary>
internal sealed class RandomPrograms
{
    private readonly Random random;
    private readonly List<IntegerLayer> layers = [];
    private IntegerLayer last;

    private RandomPrograms(int seed)
    {
        random = new Random(seed);
        bool isSigned = random.Next(2) == 0;
        TensorShape shape = new(random.Next(1, 12), random.Next(1, 12), Channels());
        last = new IntegerInput("input", new ValueFormat(shape, isSigned ? 7 : 8, [0]), isSigned ? DataType.Int8 : DataType.UInt8);
        layers.Add(last);
    }

    /// <summary>The program of a seed.</summary>
    public static IntegerProgram Create(int seed)
    {
        RandomPrograms programs = new(seed);
        int count = programs.random.Next(1, 6);
        for (int i = 0; i < count; i++)
        {
            programs.AddLayer();
        }

        return new IntegerProgram($"random {seed}", new([.. programs.layers]), [programs.last.Name]);
    }

    /// <summary>Inputs for a program from a seed.</summary>
    public static byte[] Input(IntegerProgram program, int seed, int samples = 1)
    {
        byte[] values = new byte[program.Input.Output.Length * samples];
        new Random(seed).NextBytes(values);
        return values;
    }

    private void AddLayer()
    {
        TensorShape shape = last.Output.Shape;
        bool isMap = shape.Rank == 3;
        int kind = random.Next(isMap ? 12 : 1);
        switch (kind)
        {
            case 0 when isMap:
                Append(
                    new IntegerReshape(
                        Name("flatten"),
                        [last.Name],
                        last.Output with
                        {
                            Shape = new TensorShape((int)shape.Elements),
                            FracBits = [0],
                        }
                    )
                    {
                        InputShifts = Shifts(shape.Channels),
                    }
                );
                AddDense();
                break;
            case 0:
                AddDense();
                break;
            case 1 or 2:
                AddConv2D();
                break;
            case 3:
                AddDepthwise();
                break;
            case 4:
                AddSeparable();
                break;
            case 5:
                AddTransposed(isDepthwise: random.Next(2) == 0);
                break;
            case 6:
                AddTemporal(isDepthwise: random.Next(2) == 0);
                break;
            case 7:
                AddPool();
                break;
            case 8:
                AddSum();
                break;
            case 9:
                AddLookup();
                break;
            case 10:
                AddPermute();
                break;
            default:
                AddGlobalAverage();
                break;
        }
    }

    private void AddDense()
    {
        int channels = last.Output.Channels,
            units = Channels(),
            bits = random.Next(2, 9);
        ValueFormat format = Accumulator(last.Output.Shape.WithChannels(units), 27);
        AppendWithTail(
            new IntegerDense(Name("dense"), [last.Name], format)
            {
                Weights = Weights(channels * units, bits),
                WeightBits = bits,
                BufferValueBits = 27,
                InputShifts = Shifts(channels),
                Bias = Bias(units),
            }
        );
    }

    private void AddConv2D()
    {
        TensorShape shape = last.Output.Shape;
        int filters = Channels(),
            bits = random.Next(2, 9);
        (Size2D kernel, Size2D strides, Padding padding) = Window(shape);
        ValueFormat format = Accumulator(Map(shape, kernel, strides, padding, filters), 27);
        bool pads = last is IntegerInput && padding == Padding.Same && random.Next(2) == 0;
        AppendWithTail(
            new IntegerConv2D(Name("conv"), [last.Name], format)
            {
                Weights = Weights(kernel.Height * kernel.Width * shape.Channels * filters, bits),
                WeightBits = bits,
                BufferValueBits = 27,
                InputShifts = pads ? [] : Shifts(shape.Channels),
                Bias = Bias(filters),
                InputShape = shape,
                KernelSize = kernel,
                Strides = strides,
                Padding = padding,
                PaddingValue = pads ? Aligned(1, 127, 0) : null,
            }
        );
    }

    private void AddDepthwise()
    {
        TensorShape shape = last.Output.Shape;
        int bits = random.Next(2, 9);
        (Size2D kernel, Size2D strides, Padding padding) = Window(shape);
        AppendWithTail(
            new IntegerDepthwiseConv2D(
                Name("depthwise"),
                [last.Name],
                Accumulator(Map(shape, kernel, strides, padding, shape.Channels), 27)
            )
            {
                Weights = Weights(kernel.Height * kernel.Width * shape.Channels, bits),
                WeightBits = bits,
                BufferValueBits = 27,
                Bias = Bias(shape.Channels),
                InputShape = shape,
                KernelSize = kernel,
                Strides = strides,
                Padding = padding,
            }
        );
    }

    private void AddSeparable()
    {
        TensorShape shape = last.Output.Shape;
        int filters = Channels(),
            bits = random.Next(2, 9);
        (Size2D kernel, Size2D strides, Padding padding) = Window(shape);
        AppendWithTail(
            new IntegerSeparableConv2D(Name("separable"), [last.Name], Accumulator(Map(shape, kernel, strides, padding, filters), 31))
            {
                DepthwiseWeights = Weights(kernel.Height * kernel.Width * shape.Channels, bits),
                DepthwiseWeightBits = bits,
                Weights = Weights(shape.Channels * filters, bits),
                WeightBits = bits,
                BufferValueBits = 31,
                InputShifts = Shifts(shape.Channels),
                Bias = Bias(filters),
                InputShape = shape,
                KernelSize = kernel,
                Strides = strides,
                Padding = padding,
            }
        );
    }

    private void AddTransposed(bool isDepthwise)
    {
        TensorShape shape = last.Output.Shape;
        int filters = isDepthwise ? shape.Channels : Channels(),
            bits = random.Next(2, 9);
        Size2D kernel = new(random.Next(1, 5), random.Next(1, 5)),
            strides = new(random.Next(1, 4), random.Next(1, 4));
        Padding padding = (Padding)random.Next(2);
        ValueFormat format = Accumulator(
            new TensorShape(
                Windows.TransposedLength(shape[0], kernel.Height, strides.Height, padding),
                Windows.TransposedLength(shape[1], kernel.Width, strides.Width, padding),
                filters
            ),
            27
        );
        EquatableArray<sbyte> weights = Weights(kernel.Height * kernel.Width * shape.Channels * (isDepthwise ? 1 : filters), bits);
        EquatableArray<int> shifts = Shifts(shape.Channels);
        AlignedValues? bias = Bias(filters);
        AppendWithTail(
            isDepthwise
                ? new IntegerDepthwiseConv2DTranspose(Name("depthwise_transposed"), [last.Name], format)
                {
                    Weights = weights,
                    WeightBits = bits,
                    BufferValueBits = 27,
                    InputShifts = shifts,
                    Bias = bias,
                    InputShape = shape,
                    KernelSize = kernel,
                    Strides = strides,
                    Padding = padding,
                }
                : new IntegerConv2DTranspose(Name("transposed"), [last.Name], format)
                {
                    Weights = weights,
                    WeightBits = bits,
                    BufferValueBits = 27,
                    InputShifts = shifts,
                    Bias = bias,
                    InputShape = shape,
                    KernelSize = kernel,
                    Strides = strides,
                    Padding = padding,
                }
        );
    }

    private void AddTemporal(bool isDepthwise)
    {
        TensorShape shape = last.Output.Shape;
        int filters = isDepthwise ? shape.Channels : Channels(),
            bits = random.Next(2, 9),
            frames = random.Next(1, 6);
        ValueFormat format = Accumulator(shape.WithChannels(filters), 31);
        EquatableArray<sbyte> weights = Weights(frames * shape.Channels * (isDepthwise ? 1 : filters), bits);
        EquatableArray<int> shifts = Shifts(shape.Channels);
        AlignedValues? bias = Bias(filters);
        AppendWithTail(
            isDepthwise
                ? new IntegerDepthwiseBufferTempConv(Name("depthwise_temporal"), [last.Name], format)
                {
                    Weights = weights,
                    WeightBits = bits,
                    BufferValueBits = 31,
                    InputShifts = shifts,
                    Bias = bias,
                    Frames = frames,
                }
                : new IntegerBufferTempConv(Name("temporal"), [last.Name], format)
                {
                    Weights = weights,
                    WeightBits = bits,
                    BufferValueBits = 31,
                    InputShifts = shifts,
                    Bias = bias,
                    Frames = frames,
                }
        );
    }

    private void AddPool()
    {
        TensorShape shape = last.Output.Shape;
        (Size2D kernel, Size2D strides, Padding padding) = Window(shape);
        Append(
            new IntegerMaxPooling2D(
                Name("pool"),
                [last.Name],
                last.Output with
                {
                    Shape = Map(shape, kernel, strides, padding, shape.Channels),
                }
            )
            {
                InputShape = shape,
                PoolSize = kernel,
                Strides = strides,
                Padding = padding,
            }
        );
    }

    /// <summary>Two ways from one tensor, joined by a sum or a concatenation.</summary>
    private void AddSum()
    {
        IntegerLayer start = last;
        AddDepthwiseOfSameSize();
        IntegerLayer left = last;
        int channels = start.Output.Channels;
        if (random.Next(2) == 0)
        {
            Append(
                new IntegerConcatenate(
                    Name("concatenate"),
                    [left.Name, start.Name],
                    new ValueFormat(
                        left.Output.Shape.WithChannels(2 * channels),
                        Math.Max(left.Output.ValueBits, start.Output.ValueBits),
                        [0]
                    )
                )
                {
                    Axis = 2,
                }
            );
            return;
        }

        IntegerAdd add = new(Name("add"), [left.Name, start.Name], Accumulator(left.Output.Shape, 31) with { Scales = null })
        {
            LeftShifts = [.. Enumerable.Range(0, channels).Select(_ => random.Next(4))],
            RightShifts = [random.Next(4)],
            BufferValueBits = 31,
        };
        Requantization requantization = Requantization(channels, withScales: false);
        Append(add with { Requantization = requantization, Output = add.Output with { ValueBits = requantization.ValueBits } });
    }

    /// <summary>
    /// A table over all values of the last layer, where they are few enough, with an output quantiser like or unlike by channel, or none.
    /// </summary>
    private void AddLookup()
    {
        int inputBits = last.Output.ValueBits,
            channels = last.Output.Channels;
        if (inputBits > 15)
        {
            return;
        }

        int tableBits = random.Next(7, 16);
        IntegerLookup lookup = new(Name("lookup"), [last.Name], Accumulator(last.Output.Shape, tableBits))
        {
            Table = [.. Enumerable.Range(0, 2 << inputBits).Select(_ => random.Next(-(1 << tableBits), 1 << tableBits))],
            InputValueBits = inputBits,
        };
        Requantization requantization = Requantization(random.Next(2) == 0 ? 1 : channels, withScales: true);
        requantization = requantization with { Scales = ForAll(requantization.Scales), Shifts = ForAll(requantization.Shifts) };
        Append(
            random.Next(3) == 0
                ? lookup
                : lookup with
                {
                    Requantization = requantization,
                    Output = new ValueFormat(last.Output.Shape, requantization.ValueBits, [0]),
                }
        );

        EquatableArray<int> ForAll(EquatableArray<int> values) => values.Count == 1 ? [.. Enumerable.Repeat(values[0], channels)] : values;
    }

    private void AddPermute()
    {
        TensorShape shape = last.Output.Shape;
        int[] order = [0, 1, 2];
        random.Shuffle(order);
        Append(
            new IntegerPermute(
                Name("permute"),
                [last.Name],
                last.Output with
                {
                    Shape = new TensorShape(shape[order[0]], shape[order[1]], shape[order[2]]),
                    Scales = null,
                }
            )
            {
                Order = [.. order],
            }
        );
    }

    private void AddDepthwiseOfSameSize()
    {
        TensorShape shape = last.Output.Shape;
        Requantization requantization = Requantization(shape.Channels, withScales: true);
        Append(
            new IntegerDepthwiseConv2D(Name("branch"), [last.Name], new ValueFormat(shape, requantization.ValueBits, [0]))
            {
                Weights = Weights(9 * shape.Channels, 8),
                WeightBits = 8,
                BufferValueBits = 27,
                Requantization = requantization,
                InputShape = shape,
                KernelSize = new Size2D(3),
                Strides = Size2D.One,
                Padding = Padding.Same,
            }
        );
    }

    private void AddGlobalAverage()
    {
        TensorShape shape = last.Output.Shape;
        AppendWithTail(
            new IntegerGlobalAveragePooling2D(Name("average"), [last.Name], Accumulator(new TensorShape(shape.Channels), 32))
            {
                InputShape = shape,
                BufferValueBits = 32,
                InputShifts = Shifts(shape.Channels),
            }
        );
    }

    /// <summary>Appends a layer of sums and what may follow: an output quantiser, or pooling, ReLU and output quantiser.</summary>
    private void AppendWithTail(IntegerLayer layer)
    {
        if (random.Next(3) == 0)
        {
            Requantization requantization = Requantization(layer.Output.Channels, withScales: true);
            Append(
                layer with
                {
                    Requantization = requantization,
                    Output = new ValueFormat(layer.Output.Shape, requantization.ValueBits, [0]),
                }
            );
            return;
        }

        Append(layer);
        if (layer.Output.Shape.Rank == 3 && random.Next(3) == 0)
        {
            AddPool();
        }

        int channels = last.Output.Channels;
        Requantization after = Requantization(channels, withScales: true);
        Append(
            new IntegerReLU(Name("relu"), [last.Name], new ValueFormat(last.Output.Shape, after.ValueBits, [0]))
            {
                MaxValue = random.Next(2) == 0 ? Aligned(channels, 255, random.Next(12)) : null,
                BufferValueBits = 32,
                Requantization = after,
            }
        );
    }

    private void Append(IntegerLayer layer)
    {
        layers.Add(layer);
        last = layer;
    }

    private string Name(string kind) => $"{kind}_{layers.Count}";

    private int Channels() =>
        random.Next(3) switch
        {
            0 => random.Next(1, 5),
            1 => random.Next(1, 40),
            _ => 8 * random.Next(1, 5),
        };

    private (Size2D Kernel, Size2D Strides, Padding Padding) Window(TensorShape shape)
    {
        Padding padding = (Padding)random.Next(2);
        int height = random.Next(1, 6),
            width = random.Next(1, 6);
        return padding == Padding.Same
            ? (new Size2D(height, width), new Size2D(random.Next(1, 4), random.Next(1, 4)), padding)
            : (
                new Size2D(Math.Min(height, shape[0]), Math.Min(width, shape[1])),
                new Size2D(random.Next(1, 4), random.Next(1, 4)),
                padding
            );
    }

    private static TensorShape Map(TensorShape input, Size2D kernel, Size2D strides, Padding padding, int channels) =>
        new(
            Windows.OutputLength(input[0], kernel.Height, strides.Height, 1, padding),
            Windows.OutputLength(input[1], kernel.Width, strides.Width, 1, padding),
            channels
        );

    private static ValueFormat Accumulator(TensorShape shape, int valueBits) => new(shape, valueBits, [0], [1f]);

    /// <summary>Weights of some bits: mostly any, sometimes all at the ends of their range.</summary>
    private EquatableArray<sbyte> Weights(int count, int bits)
    {
        int most = (1 << (bits - 1)) - 1;
        bool extreme = random.Next(4) == 0;
        sbyte[] weights = new sbyte[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = (sbyte)(extreme ? (random.Next(8) == 0 ? -most : most) : random.Next(-most, most + 1));
        }

        return new(weights);
    }

    private EquatableArray<int> Shifts(int channels) =>
        random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, channels).Select(_ => random.Next(random.Next(6) == 0 ? 12 : 4))];

    private AlignedValues? Bias(int channels) => random.Next(3) == 0 ? null : Aligned(channels, 127, random.Next(14));

    private AlignedValues Aligned(int channels, int most, int shift)
    {
        int[] values =
        [
            .. Enumerable.Range(0, channels).Select(_ => most == 127 && channels > 1 ? random.Next(-128, 128) : random.Next(most + 1)),
        ];
        return new(new(values), [.. Enumerable.Repeat(shift, channels)], new(Array.ConvertAll(values, value => (long)value << shift)));
    }

    private Requantization Requantization(int channels, bool withScales)
    {
        bool isSigned = random.Next(2) == 0;
        int bits = isSigned ? random.Next(2, 9) : random.Next(1, 9);
        int shift = random.Next(8) switch
        {
            0 => random.Next(-40, 3),
            1 => random.Next(-30, -16),
            _ => random.Next(-20, -7),
        };
        return new Requantization(
            bits,
            isSigned,
            8,
            32,
            withScales ? [.. Enumerable.Range(0, channels).Select(_ => random.Next(100, 256))] : [],
            [.. Enumerable.Range(0, channels).Select(_ => (withScales ? shift : shift / 3) + random.Next(3))]
        );
    }
}
