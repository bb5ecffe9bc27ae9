using Akida.Graph.Operations;

namespace Akida.Integers.Arithmetic;

/// <summary>Integers of poolings and activations.</summary>
internal static class ActivationIntegers
{
    private const int DefaultLookupBits = 14;

    private const int LargestLookupInputBits = 16;

    public static IntegerLayer MaxPooling2D(LayerContext layer, MaxPooling2D pool) =>
        new IntegerMaxPooling2D(layer.Name, layer.Node.Inputs, layer.Input with { Shape = layer.Shape })
        {
            InputShape = layer.Input.Shape,
            PoolSize = pool.PoolSize,
            Strides = pool.EffectiveStrides,
            Padding = pool.Padding,
        };

    public static IntegerLayer GlobalAveragePooling2D(LayerContext layer)
    {
        TensorShape map = layer.Input.Shape;
        float reciprocal = 1f / (map[0] * map[1]);
        EquatableArray<float> scales = layer.Input.Scales is { } own
            ? new(Array.ConvertAll(own.ToArray(), scale => scale * reciprocal))
            : [reciprocal];
        ValueFormat sum = layer.Accumulator(layer.BufferBits, scales, layer.Input.HasScalesByChannel);
        (Requantization? requantization, ValueFormat output) = layer.Quantize(sum);
        return new IntegerGlobalAveragePooling2D(layer.Name, layer.Node.Inputs, output)
        {
            InputShape = map,
            BufferValueBits = layer.BufferBits,
            InputShifts = layer.InputShifts(),
            Requantization = requantization,
        };
    }

    public static IntegerLayer ReLU(LayerContext layer, ReLU relu)
    {
        if (relu.NegativeSlope != 0 || relu.Threshold != 0)
        {
            throw new GraphException(
                $"negative_slope is {relu.NegativeSlope} and threshold {relu.Threshold}, both must be 0",
                setting: relu.NegativeSlope != 0 ? "negative_slope" : "threshold"
            );
        }

        ValueFormat buffer = layer.Input with { ValueBits = layer.BufferBits, Scales = layer.Input.Scales ?? [1f] };
        int boundBits = layer.Config.MaxValueQuantizer?.Bitwidth ?? AlignedQuantizer.DefaultBitwidth;
        (Requantization? requantization, ValueFormat output) = layer.Quantize(buffer);
        return new IntegerReLU(layer.Name, layer.Node.Inputs, output)
        {
            MaxValue = relu.MaxValue is { } bound ? AlignedQuantizer.Align([(float)bound], boundBits, false, buffer) : null,
            BufferValueBits = layer.BufferBits,
            Requantization = requantization,
        };
    }

    /// <summary>A lookup table over all inputs, scaled so that its largest value is the largest of the table's bits.</summary>
    public static IntegerLayer Lookup(LayerContext layer, Activation activation)
    {
        if (!layer.Input.HasOneFracBits || layer.Input.Scales is not null || layer.Input.ValueBits >= LargestLookupInputBits)
        {
            throw new GraphException(
                $"{activation.Function} needs an input quantised per tensor, of at most {LargestLookupInputBits} bits"
            );
        }

        int inputBits = layer.Input.ValueBits,
            valueBits = (layer.Config.LutBitwidth ?? DefaultLookupBits) - 1;
        float step = FixedPoint.PowerOfTwo(-layer.Input.FracBits[0]);
        float[] values = new float[2 << inputBits];
        float largest = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = LookupFunctions.Evaluate(activation, (i - (1 << inputBits)) * step);
            largest = MathF.Max(largest, MathF.Abs(values[i]));
        }

        float scale = largest * (1f / FixedPoint.Maximum(valueBits));
        ValueFormat table = new(layer.Shape, valueBits, [0], [scale]);
        (Requantization? requantization, ValueFormat output) = layer.Quantize(table);
        return new IntegerLookup(layer.Name, layer.Node.Inputs, output)
        {
            Table = new(Array.ConvertAll(values, value => (int)FixedPoint.Quantize(value / scale, valueBits, 0))),
            InputValueBits = inputBits,
            Requantization = requantization,
        };
    }
}
