using Akida.Graph.Operations;

namespace Akida.Integers.Arithmetic;

/// <summary>Integers of inputs, joins and of layers that only move values.</summary>
internal static class ShapingIntegers
{
    public static IntegerLayer InputQuantizer(LayerContext layer, InputQuantizer quantizer)
    {
        int valueBits = quantizer.Signed ? quantizer.Bitwidth - 1 : quantizer.Bitwidth;
        if (valueBits is < 1 or > 16)
        {
            throw new GraphException($"bitwidth is {quantizer.Bitwidth}, must be at most 16", setting: "bitwidth");
        }

        ReadOnlySpan<float> least = layer.Weight("range_min"),
            most = layer.Weight("range_max");
        int[] fracBits = new int[most.Length],
            zeroPoints = new int[quantizer.Signed ? 0 : most.Length];
        for (int i = 0; i < most.Length; i++)
        {
            float range = quantizer.Signed ? MathF.Max(MathF.Abs(least[i]), MathF.Abs(most[i])) : most[i] - least[i];
            fracBits[i] = FixedPoint.FracBits(valueBits, range);
            if (!quantizer.Signed)
            {
                zeroPoints[i] = (int)FixedPoint.Quantize(-least[i], valueBits, fracBits[i]);
            }
        }

        ValueFormat output = new(layer.Shape, valueBits, new(fracBits), quantizer.Signed ? null : [1f])
        {
            HasFracBitsByChannel = layer.Weights[layer.Name, "range_max"].Shape.Rank > 0,
        };
        return new IntegerInputQuantizer(layer.Name, layer.Node.Inputs, output)
        {
            Bitwidth = quantizer.Bitwidth,
            IsSigned = quantizer.Signed,
            ZeroPoints = new(zeroPoints),
        };
    }

    public static IntegerLayer Rescaling(LayerContext layer, Rescaling rescaling)
    {
        if (rescaling.Scale.Count != 1 || rescaling.Offset.Any(offset => offset != 0))
        {
            throw new GraphException("scale must be one number and offset 0 in a quantised Rescaling", setting: "offset");
        }

        float scale = (float)rescaling.Scale[0];
        EquatableArray<float> scales = layer.Input.Scales is { } own ? new(Array.ConvertAll(own.ToArray(), item => item * scale)) : [scale];
        return new IntegerIdentity(layer.Name, layer.Node.Inputs, layer.Input with { Scales = scales });
    }

    public static IntegerLayer Flatten(LayerContext layer)
    {
        if (layer.Input.Scales is { Count: > 1 })
        {
            throw new GraphException("the input has a scale for each channel: an output quantizer is missing before it");
        }

        ValueFormat output = layer.Input with
        {
            Shape = layer.Shape,
            FracBits = [layer.Input.MaxFracBits],
            HasFracBitsByChannel = layer.Input is { HasOneFracBits: true, HasFracBitsByChannel: true },
        };
        return new IntegerReshape(layer.Name, layer.Node.Inputs, output) { InputShifts = layer.InputShifts() };
    }

    public static IntegerLayer Reshape(LayerContext layer)
    {
        RequireLastDimension(layer, layer.Shape.Channels == layer.Input.Channels, "target_shape");
        return new IntegerReshape(layer.Name, layer.Node.Inputs, layer.Input with { Shape = layer.Shape });
    }

    public static IntegerLayer Permute(LayerContext layer, Permute permute)
    {
        RequireLastDimension(layer, permute.Dims[permute.Dims.Count - 1] == permute.Dims.Count, "dims");
        return new IntegerPermute(layer.Name, layer.Node.Inputs, layer.Input with { Shape = layer.Shape })
        {
            Order = permute.Dims.Select(dimension => dimension - 1).ToEquatableArray(),
        };
    }

    public static IntegerLayer Concatenate(LayerContext layer, Concatenate concatenate)
    {
        RequireFixedPoint(layer);
        int axis = concatenate.Axis < 0 ? layer.Shape.Rank + concatenate.Axis : concatenate.Axis - 1;
        EquatableArray<int> fracBits = layer.Input.FracBits;
        bool sameBits = layer.Inputs.All(input => input.FracBits == fracBits);
        if (axis == layer.Shape.Rank - 1)
        {
            if (!sameBits || fracBits.Count > 1)
            {
                fracBits = layer
                    .Inputs.SelectMany(input => Enumerable.Range(0, input.Channels).Select(input.FracBitsOf))
                    .ToEquatableArray();
            }
        }
        else if (!sameBits)
        {
            throw new GraphException(
                "inputs joined along another axis than the channels must have the same fractional bits",
                setting: "axis"
            );
        }

        ValueFormat output = new(layer.Shape, layer.Inputs.Max(input => input.ValueBits), fracBits);
        return new IntegerConcatenate(layer.Name, layer.Node.Inputs, output) { Axis = axis };
    }

    public static IntegerLayer Add(LayerContext layer, Add add)
    {
        RequireFixedPoint(layer);
        if (layer.Inputs.Count != 2)
        {
            throw new GraphException($"Add has {layer.Inputs.Count} inputs, must have 2", setting: "inputs");
        }

        ValueFormat left = layer.Inputs[0],
            right = layer.Inputs[1];
        bool perChannel = !left.HasOneFracBits || !right.HasOneFracBits;
        int[] common =
        [
            .. Enumerable
                .Range(0, perChannel ? layer.Shape.Channels : 1)
                .Select(channel => Math.Max(left.FracBitsOf(channel), right.FracBitsOf(channel))),
        ];
        int valueBits = layer.BufferBits - 1;
        ValueFormat sum = new(layer.Shape, valueBits, new(add.Average ? Array.ConvertAll(common, bits => bits + 1) : common));
        (Requantization? requantization, ValueFormat output) = layer.Quantize(sum);
        return new IntegerAdd(layer.Name, layer.Node.Inputs, output)
        {
            LeftShifts = new(common.Select((bits, channel) => bits - left.FracBitsOf(channel)).ToArray()),
            RightShifts = new(common.Select((bits, channel) => bits - right.FracBitsOf(channel)).ToArray()),
            BufferValueBits = valueBits,
            Requantization = requantization,
        };
    }

    private static void RequireFixedPoint(LayerContext layer)
    {
        if (layer.Inputs.Any(input => input.IsFloat || input.Scales is not null))
        {
            throw new GraphException("every input must come from a layer with an output quantizer");
        }
    }

    private static void RequireLastDimension(LayerContext layer, bool kept, string setting)
    {
        if (!kept && (!layer.Input.HasOneFracBits || layer.Input.Scales is { Count: > 1 }))
        {
            throw new GraphException("an input quantised per channel must keep its last dimension", setting: setting);
        }
    }
}
