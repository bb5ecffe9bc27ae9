using Akida.Graph.Operations;
using Akida.Integers;

namespace Akida.Training.Layers.Quantized;

/// <summary>The layers of an integer program on batches in torch's layout, their integers held as floats.</summary>
internal static class QuantizedLayers
{
    /// <summary>Computes one layer, output quantiser included.</summary>
    /// <param name="layer">The layer's integers.</param>
    /// <param name="operation">The operation that they are of.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="weights">The float weights that its integers came from.</param>
    /// <exception cref="GraphException">The layer cannot be trained.</exception>
    public static LayerValue Apply(IntegerLayer layer, Operation operation, IReadOnlyList<LayerValue> inputs, LayerWeights weights)
    {
        TorchTensor x = inputs[0].Values;
        (TorchTensor result, TorchTensor? scales) = layer switch
        {
            IntegerWeightedLayer weighted => WeightedLayers.Apply(weighted, inputs[0], weights),
            IntegerReLU relu => (ReLU(inputs[0], relu, (ReLU)operation), inputs[0].Scales),
            IntegerGlobalAveragePooling2D pool => (
                GlobalAveragePooling2D(x, pool, inputs[0].Format),
                inputs[0].Scales?.div(pool.InputShape[0] * pool.InputShape[1])
            ),
            IntegerLookup lookup => (Lookup(inputs[0], lookup, (Activation)operation), null),
            IntegerIdentity => (x, Rescaled(inputs[0], layer.Output)),
            IntegerReshape => (
                Shaping.Reshape(IntegerTensors.Align(x, inputs[0].Format, layer.InputShifts, layer.Output.ValueBits), layer.Output.Shape),
                inputs[0].Scales
            ),
            IntegerPermute permute => (Shaping.Permute(x, permute.Order.Select(dimension => dimension + 1)), inputs[0].Scales),
            IntegerMaxPooling2D pool => (Poolings.MaxPooling2D(x, pool.PoolSize, pool.Strides, pool.Padding), inputs[0].Scales),
            _ => (Unscaled(layer, inputs, weights), null),
        };
        return layer.Requantization is { } requantization
            ? LayerValue.Constant(OutputQuantizers.Apply(result, scales, requantization), layer.Output)
            : LayerValue.Scaled(result, layer.Output, scales);
    }

    /// <summary>Layers that put out floats, or integers whose scales no weight decides.</summary>
    private static TorchTensor Unscaled(IntegerLayer layer, IReadOnlyList<LayerValue> inputs, LayerWeights weights)
    {
        TorchTensor[] values = [.. inputs.Select(input => input.Values)];
        return layer switch
        {
            FloatLayer floats => FloatLayers.Apply(floats.Operation, values, layer.Output.Shape, weights, training: false),
            IntegerInputQuantizer quantizer => QuantizeInput(values[0], quantizer),
            IntegerDequantizer => Dequantize(inputs[0]),
            IntegerConcatenate concatenate => torch.cat(values, Layout.Axis(concatenate.Axis + 1, values[0].dim())),
            IntegerAdd add => Add(values, add),
            _ => throw new GraphException($"{layer.GetType().Name} cannot be trained"),
        };
    }

    /// <summary>The scales of an input that a rescaling multiplies.</summary>
    private static TorchTensor? Rescaled(LayerValue input, ValueFormat output) =>
        input is { Scales: { } own, Format.Scales: { } before } && output.Scales is { } after && !before.Equals(after)
            ? own * (after[0] / before[0])
            : input.Scales;

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

    private static TorchTensor Dequantize(LayerValue input)
    {
        long dimensions = input.Values.dim();
        TorchTensor worth =
            input.Values.to(torch.float32)
            * IntegerTensors.PowersOfTwo(input.Format.FracBits.Select(bits => -bits), torch.float32, dimensions);
        return input.Scales is { } scales ? worth * Layout.PerChannel(scales, dimensions) : worth;
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

    /// <summary>
    /// Passes the gradient from zero to the bound, both included; above, it goes to the quantised bound <c>m/s · 2^f</c>, and so to the
    /// scales (<c>../shared/training-cases/README.md</c>, ReLU).
    /// </summary>
    private static TorchTensor ReLU(LayerValue input, IntegerReLU relu, ReLU operation)
    {
        TorchTensor x = input.Values,
            positive = x.masked_fill(x < 0, 0);
        if (x.dtype == torch.float64)
        {
            positive = IntegerTensors.Saturate(positive, relu.BufferValueBits);
        }

        if (relu.MaxValue is not { } integers || operation.MaxValue is not { } most)
        {
            return positive;
        }

        TorchTensor bound = IntegerTensors.PerChannel(integers.Values, x.dtype, x.dim());
        if (input.Scales is { requires_grad: true } scales)
        {
            TorchTensor units = IntegerTensors.PowersOfTwo(input.Format.FracBits, torch.float32, x.dim());
            bound = StraightThrough.Apply(bound, units * most / Layout.PerChannel(scales, x.dim()));
        }

        return torch.where(x > bound, bound, positive);
    }

    /// <summary>
    /// A table of all inputs, with the gradient of the float activation at what the input is worth; the table's scale is constant.
    /// </summary>
    private static TorchTensor Lookup(LayerValue input, IntegerLookup lookup, Activation activation)
    {
        TorchTensor Evaluate(TorchTensor integers) =>
            Activations.Apply(integers * FixedPoint.PowerOfTwo(-input.Format.MaxFracBits), activation.Function, activation.Alpha);

        TorchTensor x = input.Values.to(torch.float32),
            table = torch.tensor(lookup.Table.Select(value => (float)value).ToArray()),
            all = Evaluate(torch.arange(-(1L << lookup.InputValueBits), 1L << lookup.InputValueBits, dtype: torch.float32));
        TorchTensor index = (x.detach() + (1L << lookup.InputValueBits)).to(torch.int64).flatten();
        TorchTensor scale = all.abs().max() / table.abs().max().clamp_min(1);
        return StraightThrough.Apply(table.index_select(0, index).reshape(x.shape), Evaluate(x) / scale);
    }
}
