using System.Numerics;
using Akida.Graph.Operations;
using Akida.Integers;
using TensorType = Akida.Formats.Onnx.Protocol.TensorProto.Types.DataType;

namespace Akida.Formats.Onnx.Qdq;

/// <summary>Finds the ONNX form of a quantised layer, and quantises its output.</summary>
internal static class QdqLayers
{
    public static void Add(OnnxLayer onnx, IntegerLayer layer, QdqUnits units)
    {
        bool neverNegative =
            layer is IntegerReLU
            || layer is IntegerInput { DType: DataType.UInt8 } or IntegerInputQuantizer { IsSigned: false }
            || (
                layer.Inputs.Count > 0
                && layer
                    is IntegerMaxPooling2D
                        or IntegerGlobalAveragePooling2D
                        or IntegerReshape
                        or IntegerPermute
                        or IntegerConcatenate
                        or IntegerAdd
                        or IntegerIdentity
                && layer.Inputs.All(units.IsNotNegative)
            );
        double[]? unit = Compute(onnx, layer, units);
        if (unit is null)
        {
            return;
        }

        if (layer.Requantization is { } quantizer)
        {
            onnx.Change(
                (value, layout) =>
                    QdqTensors.Quantize(
                        onnx.Builder,
                        QdqTensors.Rescale(onnx.Builder, value, layout, layer.Output.Shape, unit, QdqUnits.Of(quantizer, layer.Output)),
                        layout,
                        layer.Output,
                        neverNegative,
                        [],
                        HalvesAreLikely(quantizer)
                    )
            );
            unit = QdqUnits.Of(layer.Output);
        }

        units.Set(layer.Name, unit, neverNegative);
    }

    /// <summary>Adds a layer's operators.</summary>
    /// <returns>The unit of what they put out; null for floats.</returns>
    private static double[]? Compute(OnnxLayer onnx, IntegerLayer layer, QdqUnits units)
    {
        switch (layer)
        {
            case IntegerInput input:
                return Input(onnx, input);
            case IntegerInputQuantizer quantizer:
                onnx.Pointwise(value =>
                    QdqTensors.Quantize(onnx.Builder, value, onnx.InputLayout, quantizer.Output, !quantizer.IsSigned, quantizer.ZeroPoints)
                );
                return QdqUnits.Of(quantizer.Output);
            case IntegerWeightedLayer weighted:
                return QdqWeightedLayers.Add(onnx, weighted, units);
            case IntegerReLU relu:
                ReLU(onnx, relu, units.Of(layer.Inputs[0]));
                return units.Of(layer.Inputs[0]);
            case IntegerLookup lookup:
                return Lookup(onnx, lookup, units);
            case IntegerGlobalAveragePooling2D pooling:
                OnnxOperations.Add(onnx);
                return [.. units.AlignedChannels(layer.Inputs[0]).Select(item => item / (pooling.InputShape[0] * pooling.InputShape[1]))];
            case IntegerAdd add:
                OnnxOperations.Add(onnx);
                bool halved = onnx.Node.Operation is Add { Average: true };
                return
                [
                    .. add.LeftShifts.Select(
                        (shift, channel) => QdqUnits.At(units.Of(layer.Inputs[0]), channel) * Math.Pow(2, -shift) / (halved ? 2 : 1)
                    ),
                ];
            case IntegerDequantizer dequantizer:
                double[] from = units.Of(layer.Inputs[0]),
                    to = QdqUnits.Of(dequantizer.Input);
                onnx.Pointwise(value => QdqTensors.Rescale(onnx.Builder, value, onnx.InputLayout, layer.Output.Shape, from, to));
                return null;
            case IntegerIdentity:
                // A Rescaling only changes what a step is worth, which the scales of the next layer's quantiser know.
                onnx.Pointwise(value => value);
                return units.Of(layer.Inputs[0]);
            case IntegerReshape:
                OnnxOperations.Add(onnx);
                SaturateAligned(onnx, layer, units);
                return layer.Output.HasOneFracBits && units.Of(layer.Inputs[0]).Length > 1
                    ? [units.Aligned(layer.Inputs[0])]
                    : units.Of(layer.Inputs[0]);
            case IntegerConcatenate:
                OnnxOperations.Add(onnx);
                return QdqUnits.Of(layer.Output);
            case IntegerMaxPooling2D or IntegerPermute:
                OnnxOperations.Add(onnx);
                return units.Of(layer.Inputs[0]);
            case FloatLayer:
                OnnxOperations.Add(onnx);
                return null;
            default:
                throw new GraphException($"{onnx.Node.Operation.ClassName} cannot be exported to ONNX");
        }
    }

    /// <summary>Whether more than one accumulator in a thousand lies halfway between two steps.</summary>
    private static bool HalvesAreLikely(Requantization quantizer)
    {
        const int rareBits = 10;
        return quantizer
            .Shifts.Where(
                (shift, channel) =>
                    -shift - (quantizer.Scales.Count > 0 ? BitOperations.TrailingZeroCount(quantizer.Scales[channel]) : 0)
                        is >= 1
                            and <= rareBits
            )
            .Any();
    }

    /// <summary>Aligning channels saturates: those with fewer fractional bits can be too large for the common ones.</summary>
    private static void SaturateAligned(OnnxLayer onnx, IntegerLayer layer, QdqUnits units)
    {
        if (layer.InputShifts.Any(shift => shift != 0))
        {
            double unit = units.Aligned(layer.Inputs[0]);
            onnx.Change(
                (value, _) =>
                    onnx.Builder.Node(
                        "Clip",
                        [
                            value,
                            onnx.Builder.Constant((float)(FixedPoint.Minimum(layer.Output.ValueBits) * unit)),
                            onnx.Builder.Constant((float)(FixedPoint.Maximum(layer.Output.ValueBits) * unit)),
                        ]
                    )
            );
        }
    }

    private static double[]? Input(OnnxLayer onnx, IntegerInput input)
    {
        OnnxBuilder builder = onnx.Builder;
        if (input.Output.IsFloat)
        {
            builder.Input(onnx.Name, input.Output.Shape);
            onnx.Output(Layout.ChannelsLast, onnx.Name);
            return null;
        }

        TensorType type = input.DType switch
        {
            DataType.UInt8 => TensorType.Uint8,
            DataType.Int8 => TensorType.Int8,
            _ => TensorType.Int16,
        };
        builder.Input(onnx.Name, input.Output.Shape, type);
        string value =
            type == TensorType.Int16
                ? builder.Node("Cast", onnx.Name, ("to", (int)TensorType.Float))
                : builder.Node("DequantizeLinear", [onnx.Name, builder.Constant(1f), builder.Constant(type, [], [0])]);
        onnx.Output(Layout.ChannelsLast, value);
        return [1];
    }

    private static void ReLU(OnnxLayer onnx, IntegerReLU relu, double[] unit)
    {
        OnnxBuilder builder = onnx.Builder;
        onnx.Pointwise(value =>
        {
            if (relu.MaxValue is not { } bound)
            {
                return builder.Node("Relu", value);
            }

            double[] bounds =
            [
                .. Enumerable
                    .Range(0, Math.Max(unit.Length, bound.Values.Count))
                    .Select(channel => bound.ValueOf(channel) * QdqUnits.At(unit, channel)),
            ];
            return bounds.Distinct().Count() == 1
                ? builder.Node("Clip", [value, builder.Constant(0f), builder.Constant((float)bounds[0])])
                : builder.Node(
                    "Min",
                    [builder.Node("Relu", value), QdqTensors.Channels(builder, onnx.InputLayout, relu.Output.Shape.Rank, bounds)]
                );
        });
    }

    /// <summary>A table of all inputs, from which a Gather picks.</summary>
    private static double[] Lookup(OnnxLayer onnx, IntegerLookup lookup, QdqUnits units)
    {
        OnnxBuilder builder = onnx.Builder;
        double step = units.Aligned(lookup.Inputs[0]),
            unit = units.Wanted(lookup)[0];
        string table = builder.Constant(new Tensor(new(lookup.Table.Count), [.. lookup.Table.Select(item => (float)(item * unit))]));
        onnx.Pointwise(value =>
        {
            string steps = builder.Node("Round", builder.Node("Mul", [value, builder.Constant((float)(1 / step))]));
            string position = builder.Node("Add", [steps, builder.Constant((float)(1L << lookup.InputValueBits))]);
            return builder.Node("Gather", [table, builder.Node("Cast", position, ("to", (int)TensorType.Int64))]);
        });
        return [unit];
    }
}
