using Akida.Integers;

namespace Akida.Training.Layers.Quantized;

/// <summary>The layers of an integer program on batches in torch's layout, their integers held as floats.</summary>
internal static class QuantizedLayers
{
    /// <summary>Computes one layer, output quantiser included.</summary>
    /// <param name="layer">The layer's integers.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="formats">The formats of its inputs.</param>
    /// <param name="weights">The float weights that its integers came from.</param>
    /// <exception cref="GraphException">The layer cannot be trained.</exception>
    public static TorchTensor Apply(
        IntegerLayer layer,
        IReadOnlyList<TorchTensor> inputs,
        IReadOnlyList<ValueFormat> formats,
        LayerWeights weights
    )
    {
        TorchTensor x = inputs[0],
            result = layer switch
            {
                FloatLayer operation => FloatLayers.Apply(operation.Operation, inputs, layer.Output.Shape, weights, training: false),
                IntegerWeightedLayer weighted => WeightedLayers.Apply(weighted, x, formats[0], weights),
                IntegerInputQuantizer quantizer => QuantizeInput(x, quantizer),
                IntegerDequantizer dequantizer => Dequantize(x, dequantizer),
                IntegerIdentity => x,
                IntegerReshape => Shaping.Reshape(
                    IntegerTensors.Align(x, formats[0], layer.InputShifts, layer.Output.ValueBits),
                    layer.Output.Shape
                ),
                IntegerPermute permute => Shaping.Permute(x, permute.Order.Select(dimension => dimension + 1)),
                IntegerConcatenate concatenate => torch.cat([.. inputs], Layout.Axis(concatenate.Axis + 1, x.dim())),
                IntegerAdd add => Add(inputs, add),
                IntegerMaxPooling2D pool => Poolings.MaxPooling2D(x, pool.PoolSize, pool.Strides, pool.Padding),
                IntegerGlobalAveragePooling2D pool => GlobalAveragePooling2D(x, pool, formats[0]),
                IntegerReLU relu => ReLU(x, relu),
                IntegerLookup lookup => Lookup(x, lookup),
                _ => throw new GraphException($"{layer.GetType().Name} cannot be trained"),
            };
        return layer.Requantization is { } requantization ? OutputQuantizers.Apply(result, requantization) : result;
    }

    private static TorchTensor QuantizeInput(TorchTensor x, IntegerInputQuantizer quantizer)
    {
        TorchTensor scaled = x * IntegerTensors.PowersOfTwo(quantizer.Output.FracBits, torch.float32, x.dim());
        TorchTensor integers = IntegerTensors.Saturate(scaled.round(), quantizer.Output.ValueBits);
        return quantizer.ZeroPoints.Count == 0
            ? integers
            : IntegerTensors.Saturate(
                integers + IntegerTensors.PerChannel(quantizer.ZeroPoints.Select(point => (long)point), torch.float32, x.dim()),
                quantizer.Output.ValueBits
            );
    }

    private static TorchTensor Dequantize(TorchTensor x, IntegerDequantizer dequantizer)
    {
        TorchTensor steps = IntegerTensors.PowersOfTwo(dequantizer.Input.FracBits.Select(bits => -bits), torch.float32, x.dim());
        TorchTensor scales = torch.tensor(dequantizer.Input.Scales?.ToArray() ?? [1f]);
        return x.to(torch.float32) * steps * Layout.PerChannel(scales, x.dim());
    }

    private static TorchTensor Add(IReadOnlyList<TorchTensor> inputs, IntegerAdd add)
    {
        TorchTensor Aligned(TorchTensor x, EquatableArray<int> shifts) =>
            IntegerTensors.Saturate(x.to(torch.float64) * IntegerTensors.PowersOfTwo(shifts, torch.float64, x.dim()), add.BufferValueBits);

        return IntegerTensors.Saturate(Aligned(inputs[0], add.LeftShifts) + Aligned(inputs[1], add.RightShifts), add.BufferValueBits);
    }

    private static TorchTensor GlobalAveragePooling2D(TorchTensor x, IntegerGlobalAveragePooling2D pool, ValueFormat format)
    {
        TorchTensor aligned = IntegerTensors.Align(x.to(torch.float64), format, pool.InputShifts, pool.BufferValueBits);
        TorchTensor sums = IntegerTensors.Saturate(aligned.sum([2, 3]), pool.BufferValueBits);
        return pool.Output.Shape.Rank == 1 ? sums : sums.unsqueeze(-1).unsqueeze(-1);
    }

    private static TorchTensor ReLU(TorchTensor x, IntegerReLU relu)
    {
        TorchTensor positive = Functional.relu(x);
        if (x.dtype == torch.float64)
        {
            positive = IntegerTensors.Saturate(positive, relu.BufferValueBits);
        }

        return relu.MaxValue is { } bound ? torch.minimum(positive, IntegerTensors.PerChannel(bound.Values, x.dtype, x.dim())) : positive;
    }

    /// <summary>A table of all inputs; its slope is that between the neighbours.</summary>
    private static TorchTensor Lookup(TorchTensor x, IntegerLookup lookup)
    {
        float[] table = [.. lookup.Table.Select(value => (float)value)];
        float[] slopes = [.. table.Select((_, i) => (table[Math.Min(i + 1, table.Length - 1)] - table[Math.Max(i - 1, 0)]) / 2)];
        TorchTensor index = (x.detach() + (1L << lookup.InputValueBits)).to(torch.int64).flatten();
        return StraightThrough.Apply(
            x,
            torch.tensor(table).index_select(0, index).reshape(x.shape),
            torch.tensor(slopes).index_select(0, index).reshape(x.shape)
        );
    }
}
