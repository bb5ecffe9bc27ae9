using Akida.Integers;
using Akida.Integers.Reference;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <content>Layers without weights.</content>
internal sealed partial class Planner
{
    private bool TryAdd(Stage stage, IntegerAdd layer)
    {
        PlannedTensor left = Input(layer),
            right = Input(layer, 1);
        if (
            !IsNarrow(left)
            || !IsNarrow(right)
            || Factors(layer.LeftShifts, layer.Output.Channels) is not { } leftFactors
            || Factors(layer.RightShifts, layer.Output.Channels) is not { } rightFactors
        )
        {
            return false;
        }

        long[] bounds = [.. leftFactors.Zip(rightFactors, (a, b) => (a * left.Bound) + (b * right.Bound)).Take(layer.Output.Channels)];
        if (stage.Maps(bounds, layer.BufferValueBits, null) is not { } maps)
        {
            return false;
        }

        Finish(stage, layer, maps, output => Elementwise(layer, [left, right], [leftFactors, rightFactors], output, maps));
        return true;
    }

    private bool TryReLU(IntegerReLU layer)
    {
        PlannedTensor input = Input(layer);
        int channels = layer.Output.Channels;
        Stage stage = new(layer, null, layer);
        if (!IsNarrow(input) || stage.Maps(Repeat(input.Bound, channels), layer.BufferValueBits, null) is not { } maps)
        {
            return false;
        }

        Finish(stage, layer, maps, output => Elementwise(layer, [input], [Factors([], channels)!.Value], output, maps));
        return true;
    }

    /// <summary>Sums first, then shifts the sums: the same as the other way round while nothing saturates.</summary>
    private bool TryGlobalAverage(Stage stage, IntegerGlobalAveragePooling2D layer)
    {
        PlannedTensor input = Input(layer);
        int channels = layer.InputShape.Channels;
        long bound = input.Bound * input.Height * input.Width;
        if (!IsNarrow(input) || Factors(layer.InputShifts, channels) is not { } factors)
        {
            return false;
        }

        long[] bounds = [.. factors.Take(channels).Select(factor => factor * bound)];
        if (bound <= int.MaxValue && stage.Maps(bounds, layer.BufferValueBits, null) is { } maps)
        {
            PlannedTensor sums = Place(layer.Output with { Shape = new TensorShape(channels) }, StorageKind.Int32, -bound, bound);
            steps.Add(new PlannedSpatialSum(layer.Name, input, sums));
            Finish(stage, layer, maps, output => Elementwise(layer, [sums], [factors], output, maps));
            return true;
        }

        MonotoneMap[] exact = stage.ExactMaps(channels, layer.BufferValueBits, null);
        long low = exact.Zip(bounds, (map, most) => map.Apply(-most)).Min(),
            high = exact.Zip(bounds, (map, most) => map.Apply(most)).Max();
        if (
            stage.Pool is not null
            || bounds.Max() > FixedPoint.Maximum(layer.BufferValueBits)
            || PlannedTensor.KindFor(low, high) == StorageKind.Int64
        )
        {
            return false;
        }

        PlannedTensor wide = Place(layer.Output with { Shape = new TensorShape(channels) }, StorageKind.Int64, -bound, bound);
        PlannedTensor result = Place(stage.Last, KindOf(stage.Last, low, high), low, high);
        Store(stage.Last, result);
        steps.Add(new PlannedWideSpatialSum(layer.Name, input, wide, factors, new(exact), result));
        return true;
    }

    private bool TryAddPlain(IntegerLayer layer)
    {
        PlannedTensor input = Input(layer);
        switch (layer)
        {
            case IntegerIdentity:
                Store(layer, input);
                return true;
            case IntegerReshape { InputShifts.Count: > 0 }:
                return TryAlign(layer, input);
            case IntegerReshape when input.IsDense && halos.Of(layer.Name).IsEmpty:
                PlannedTensor view = new(layer.Output, input.Kind, input.Low, input.High, default, input.Offset);
                tensors.Add(view);
                Store(layer, view);
                return true;
            case IntegerReshape:
                AddCopy(layer, [input]);
                return true;
            case IntegerConcatenate concatenate:
                return TryConcatenate(concatenate);
            case IntegerMaxPooling2D pool when IsNarrow(input):
                PlannedTensor pooled = Place(layer, input.Kind, input.Low, input.High);
                Store(layer, pooled);
                steps.Add(new PlannedMaxPooling(pool.Name, input, pooled));
                return true;
            case IntegerLookup lookup when input.Kind == StorageKind.Int16 && lookup.Covers(input.Low, input.High):
                return TryAddLookup(lookup, input);
            case IntegerPermute permute when input.Kind != StorageKind.Float32:
                PlannedTensor permuted = Place(layer, input.Kind, input.Low, input.High);
                Store(layer, permuted);
                steps.Add(new PlannedPermute(permute.Name, input, permuted));
                return true;
            case IntegerInputQuantizer quantizer
                when PlannedTensor.KindFor(RangeOf(layer.Output).Low, RangeOf(layer.Output).High) == StorageKind.Int16:
                (long least, long most) = RangeOf(layer.Output);
                PlannedTensor quantized = Place(layer, KindOf(layer, least, most), least, most);
                Store(layer, quantized);
                steps.Add(new PlannedQuantizeInput(quantizer.Name, input, quantized));
                return true;
            case IntegerDequantizer dequantizer when IsNarrow(input):
                PlannedTensor floats = Place(layer, StorageKind.Float32, 0, 0);
                Store(layer, floats);
                steps.Add(new PlannedDequantize(dequantizer.Name, input, floats));
                return true;
            case FloatLayer operation:
                FloatOperations.Check(operation);
                PlannedTensor result = Place(layer, StorageKind.Float32, 0, 0);
                Store(layer, result);
                steps.Add(new PlannedFloat(operation.Name, input, result));
                return true;
            default:
                return false;
        }
    }

    private bool TryAddLookup(IntegerLookup layer, PlannedTensor input)
    {
        (long low, long high) = RangeOf(layer.Output);
        if (PlannedTensor.KindFor(low, high) == StorageKind.Int64)
        {
            return false;
        }

        PlannedTensor output = Place(layer, PlannedTensor.KindFor(low, high), low, high);
        Store(layer, output);
        steps.Add(new PlannedLookup(layer.Name, input, output));
        return true;
    }

    /// <summary>A flatten that aligns channels: shifts and saturates each.</summary>
    private bool TryAlign(IntegerLayer layer, PlannedTensor input)
    {
        int channels = input.Channels;
        if (!IsNarrow(input) || Factors(layer.InputShifts, channels) is not { } factors || !halos.Of(layer.Name).IsEmpty)
        {
            return false;
        }

        Stage stage = new(layer, null, null);
        long[] bounds = [.. factors.Take(channels).Select(factor => factor * input.Bound)];
        if (stage.Maps(bounds, layer.Output.ValueBits, null) is not { } maps)
        {
            return false;
        }

        Finish(stage, layer, maps, output => Elementwise(layer, [input], [factors], output, maps));
        return true;
    }

    private bool TryConcatenate(IntegerConcatenate layer)
    {
        PlannedTensor[] inputs = [.. layer.Inputs.Select(name => stored[name].Tensor)];
        if (layer.Axis != layer.Output.Shape.Rank - 1 || inputs.Any(input => input.Kind != inputs[0].Kind))
        {
            return false;
        }

        AddCopy(layer, inputs);
        return true;
    }

    private void AddCopy(IntegerLayer layer, PlannedTensor[] inputs)
    {
        PlannedTensor output = Place(layer, inputs[0].Kind, inputs.Min(input => input.Low), inputs.Max(input => input.High));
        Store(layer, output);
        steps.Add(new PlannedCopy(layer.Name, new(inputs), output));
    }

    private PlannedElementwise Elementwise(
        IntegerLayer layer,
        EquatableArray<PlannedTensor> inputs,
        EquatableArray<EquatableArray<int>> factors,
        PlannedTensor output,
        EquatableArray<ChannelMap> maps
    )
    {
        ElementwiseProblem problem = new(
            inputs[0].Height * inputs[0].Width,
            inputs[0].Channels,
            inputs[0].Kind,
            inputs.Count > 1 ? inputs[1].Kind : null
        );
        return new PlannedElementwise(layer.Name, inputs, factors, output, problem, kernels.Elementwise(problem), maps);
    }

    private static bool IsNarrow(PlannedTensor tensor) => tensor.Kind is not (StorageKind.Int64 or StorageKind.Float32);

    /// <summary>Shifts as factors, padded to whole blocks of channels; null if one does not fit.</summary>
    private static EquatableArray<int>? Factors(EquatableArray<int> shifts, int channels)
    {
        const int LargestShift = 30;
        if (shifts.Any(shift => shift is < 0 or > LargestShift))
        {
            return null;
        }

        int[] factors = new int[ChannelMaps.Padded(channels)];
        for (int channel = 0; channel < channels; channel++)
        {
            factors[channel] = shifts.Count == 0 ? 1 : 1 << shifts[shifts.Count == 1 ? 0 : channel];
        }

        return new(factors);
    }

    private static long[] Repeat(long value, int count) => [.. Enumerable.Repeat(value, count)];
}
