using Akida.Integers;
using Akida.Simulator.Execution;
using Akida.Simulator.Execution.Steps;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <content>Layers with weights.</content>
internal sealed partial class Planner
{
    /// <summary>Weights with the input shifts folded in may be no larger than this.</summary>
    private const int LargestWeight = short.MaxValue;

    private bool TryConv2D(Stage stage, IntegerConv2D layer)
    {
        PlannedTensor input = Input(layer);
        int channels = layer.InputShape.Channels, filters = layer.Output.Channels;
        if (!CanRead(input, layer) || ShiftedWeights(layer.Weights, filters, layer.InputShifts) is not { } weights)
        {
            return false;
        }

        long inputBound = Math.Max(input.Bound, input.Fill?.Max(value => Math.Abs(value)) ?? 0);
        if (Maps(stage, SumBounds(weights, filters, inputBound), layer) is not { } maps)
        {
            return false;
        }

        SlidingWindow rows = SlidingWindow.Rows(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        SlidingWindow columns = SlidingWindow.Columns(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        Finish(stage, layer, maps, output =>
        {
            GemmGeometry geometry = new(
                WindowStarts(input, rows, columns), output.Pixels(), [.. Enumerable.Range(0, rows.Kernel).Select(row => row * input.RowStride)]);
            int length = columns.Kernel * channels;
            PackedWeights packed = new(input.Kind, rows.Kernel, length, filters, (segment, i, filter) => weights[(((segment * length) + i) * filters) + filter]);
            return new GemmStep(Kernel(layer, geometry, packed, length), input, output, geometry, packed, new ChannelMaps(maps), ExactGroups(weights, inputBound));
        });
        return true;
    }

    private bool TryDense(Stage stage, IntegerDense layer)
    {
        PlannedTensor input = Input(layer);
        int filters = layer.Output.Channels, channels = layer.Weights.Count / filters;
        if (input.Kind is not (StorageKind.Int16 or StorageKind.UInt8)
            || ShiftedWeights(layer.Weights, filters, layer.InputShifts) is not { } weights
            || Maps(stage, SumBounds(weights, filters, input.Bound), layer) is not { } maps)
        {
            return false;
        }

        Finish(stage, layer, maps, output =>
        {
            GemmGeometry geometry = new(input.Pixels(), output.Pixels(), [0]);
            PackedWeights packed = new(input.Kind, 1, channels, filters, (_, i, filter) => weights[(i * filters) + filter]);
            return new GemmStep(Kernel(layer, geometry, packed, channels), input, output, geometry, packed, new ChannelMaps(maps), ExactGroups(weights, input.Bound));
        });
        return true;
    }

    /// <summary>The kernel for a layer's matrix product of segments of a length: for bytes the set's, otherwise the emitted one if there is one.</summary>
    private GemmKernel Kernel(IntegerWeightedLayer layer, GemmGeometry geometry, PackedWeights weights, int length)
    {
        int kernel = specialized?.Find(new(layer.Name, geometry.Pixels.Length, geometry.Segments.Length, (length + 1) / 2, layer.Output.Channels)) ?? -1;
        return new GemmKernel(kernels, weights.AreBytes, kernel < 0 ? null : specialized, kernel);
    }

    private bool TryBufferTempConv(Stage stage, IntegerBufferTempConv layer)
    {
        PlannedTensor input = Input(layer);
        int filters = layer.Output.Channels, channels = layer.Weights.Count / layer.Frames / filters;
        if (input.Kind != StorageKind.Int16
            || ShiftedWeights(layer.Weights, filters, layer.InputShifts) is not { } weights
            || Maps(stage, SumBounds(weights, filters, input.Bound), layer) is not { } maps)
        {
            return false;
        }

        PackedWeights packed = new(input.Kind, layer.Frames, channels, filters, (frame, i, filter) => weights[(((frame * channels) + i) * filters) + filter]);
        Finish(stage, layer, maps, output => new TemporalStep(kernels, input, output, layer.Frames, packed, null, new ChannelMaps(maps)));
        return true;
    }

    private bool TryDepthwiseBufferTempConv(Stage stage, IntegerDepthwiseBufferTempConv layer)
    {
        PlannedTensor input = Input(layer);
        int channels = layer.Output.Channels;
        if (input.Kind != StorageKind.Int16
            || ShiftedWeights(layer.Weights, 1, layer.InputShifts) is not { } weights
            || Maps(stage, SumBounds(weights, channels, input.Bound), layer) is not { } maps)
        {
            return false;
        }

        PackedTaps packed = new(layer.Frames, channels, (frame, channel) => weights[(frame * channels) + channel]);
        Finish(stage, layer, maps, output => new TemporalStep(kernels, input, output, layer.Frames, null, packed, new ChannelMaps(maps)));
        return true;
    }

    private bool TryDepthwiseConv2D(Stage stage, IntegerDepthwiseConv2D layer)
    {
        PlannedTensor input = Input(layer);
        int[] weights = ToInts(layer.Weights);
        if (!CanRead(input, layer) || Maps(stage, SumBounds(weights, layer.Output.Channels, input.Bound), layer) is not { } maps)
        {
            return false;
        }

        Finish(stage, layer, maps, output => Depthwise(layer, weights, input, output, maps));
        return true;
    }

    /// <summary>Depthwise sums without a step between go into a tensor of their own, if 16 bits hold them.</summary>
    private bool TrySeparableConv2D(Stage stage, IntegerSeparableConv2D layer)
    {
        PlannedTensor input = Input(layer);
        int channels = layer.InputShape.Channels, filters = layer.Output.Channels;
        if (!CanRead(input, layer) || ShiftedWeights(layer.DepthwiseWeights, 1, layer.InputShifts) is not { } depthwise)
        {
            return false;
        }

        long[] depthwiseBounds = SumBounds(depthwise, channels, input.Bound);
        long bound = depthwiseBounds.Max();
        if (bound > short.MaxValue)
        {
            return false;
        }

        Stage sums = new(layer with { Requantization = null }, null, null);
        int[] pointwise = ToInts(layer.Weights);
        if (sums.Maps(depthwiseBounds, layer.BufferValueBits, null) is not { } depthwiseMaps
            || Maps(stage, SumBounds(pointwise, filters, bound), layer) is not { } maps)
        {
            return false;
        }

        ValueFormat format = new(layer.Output.Shape.WithChannels(channels), layer.BufferValueBits, [layer.Output.FracBits[0]]);
        PlannedTensor middle = Place(format, StorageKind.Int16, -bound, bound);
        steps.Add(Depthwise(layer, depthwise, input, middle, depthwiseMaps));
        Finish(stage, layer, maps, output => new GemmStep(
            new GemmKernel(kernels),
            middle,
            output,
            new GemmGeometry(middle.Pixels(), output.Pixels(), [0]),
            new PackedWeights(middle.Kind, 1, channels, filters, (_, i, filter) => pointwise[(i * filters) + filter]),
            new ChannelMaps(maps)));
        return true;
    }

    private DepthwiseStep Depthwise(IntegerConvolution layer, int[] weights, PlannedTensor input, PlannedTensor output, IReadOnlyList<ChannelMap> maps)
    {
        int channels = layer.InputShape.Channels;
        SlidingWindow rows = SlidingWindow.Rows(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        SlidingWindow columns = SlidingWindow.Columns(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        int[] taps = [.. Enumerable.Range(0, rows.Kernel * columns.Kernel).Select(tap =>
            (tap / columns.Kernel * input.RowStride) + (tap % columns.Kernel * channels))];
        return new DepthwiseStep(
            kernels,
            input,
            output,
            new GemmGeometry(WindowStarts(input, rows, columns), output.Pixels(), taps),
            new PackedTaps(taps.Length, channels, (tap, channel) => weights[(tap * channels) + channel]),
            new ChannelMaps(maps));
    }

    /// <summary>Adds a stage's step, with its pooling behind it, and stores its output.</summary>
    private void Finish(Stage stage, IntegerLayer root, IReadOnlyList<ChannelMap> maps, params IEnumerable<Func<PlannedTensor, Step>> stepsTo)
    {
        long low = maps.Min(map => Math.Min(map.OutLow, map.OutHigh)), high = maps.Max(map => Math.Max(map.OutLow, map.OutHigh));
        StorageKind kind = CanBeBytes(stage.Last, low, high) ? StorageKind.UInt8 : PlannedTensor.KindFor(low, high);
        if (stage.Pool is not { } pool)
        {
            PlannedTensor output = Place(stage.Last, kind, low, high);
            Store(stage.Last, output);
            steps.AddRange(stepsTo.Select(create => create(output)));
            return;
        }

        PlannedTensor unpooled = Place(stage.Last.Output with { Shape = root.Output.Shape }, kind, low, high);
        PlannedTensor pooled = Place(stage.Last, kind, low, high);
        Store(stage.Last, pooled);
        steps.AddRange(stepsTo.Select(create => create(unpooled)));
        steps.Add(new MaxPoolingStep(pool, unpooled, pooled));
    }

    private static IReadOnlyList<ChannelMap>? Maps(Stage stage, long[] bounds, IntegerWeightedLayer layer) =>
        stage.Maps(bounds, layer.BufferValueBits, layer.Bias);

    /// <summary>Whether the kernels can read the input, with its halo, of a convolution.</summary>
    private bool CanRead(PlannedTensor input, IntegerConvolution layer)
    {
        bool padsWithValue = layer is IntegerConv2D { PaddingValue: not null } && !HaloPlan.Needed(layer).IsEmpty;
        bool isReadable = input.Kind == StorageKind.Int16 || (input.Kind == StorageKind.UInt8 && layer is IntegerConv2D);
        return isReadable && (padsWithValue ? input.Fill is not null : input.Fill is null || HaloPlan.Needed(layer).IsEmpty);
    }

    /// <summary>The weights shifted as the input channels should be; null if they then do not fit, or if a shift to the right would round. Channels repeat every <paramref name="filters"/> weights.</summary>
    private static int[]? ShiftedWeights(EquatableArray<sbyte> weights, int filters, EquatableArray<int> shifts)
    {
        if (shifts.Count == 0)
        {
            return ToInts(weights);
        }

        if (shifts.Any(shift => shift < 0))
        {
            return null;
        }

        int[] result = new int[weights.Count];
        for (int i = 0; i < result.Length; i++)
        {
            long shifted = FixedPoint.Shift(weights[i], shifts[i / filters % shifts.Count]);
            if (shifted is < -LargestWeight or > LargestWeight)
            {
                return null;
            }

            result[i] = (int)shifted;
        }

        return result;
    }

    private static int[] ToInts(EquatableArray<sbyte> weights) => Array.ConvertAll(weights.ToArray(), weight => (int)weight);

    /// <summary>For each filter the largest magnitude of any part of its sum.</summary>
    private static long[] SumBounds(int[] weights, int filters, long inputBound)
    {
        long[] bounds = new long[filters];
        for (int i = 0; i < weights.Length; i++)
        {
            bounds[i % filters] += Math.Abs(weights[i]) * inputBound;
        }

        return bounds;
    }

    private static int[] WindowStarts(PlannedTensor input, SlidingWindow rows, SlidingWindow columns) =>
        [.. Enumerable.Range(0, rows.Outputs * columns.Outputs).Select(output =>
            input.At(rows.Start(output / columns.Outputs), columns.Start(output % columns.Outputs)))];
}
