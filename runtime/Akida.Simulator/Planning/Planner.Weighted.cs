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
        int filters = layer.Output.Channels;
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
            return Gemm(layer, weights, input, inputBound, output, geometry, maps);
        });
        return true;
    }

    private bool TryDense(Stage stage, IntegerDense layer)
    {
        PlannedTensor input = Input(layer);
        int filters = layer.Output.Channels;
        if (input.Kind is not (StorageKind.Int16 or StorageKind.UInt8)
            || ShiftedWeights(layer.Weights, filters, layer.InputShifts) is not { } weights
            || Maps(stage, SumBounds(weights, filters, input.Bound), layer) is not { } maps)
        {
            return false;
        }

        Finish(stage, layer, maps, output =>
        {
            GemmGeometry geometry = new(input.Pixels(), output.Pixels(), [0]);
            return Gemm(layer, weights, input, input.Bound, output, geometry, maps);
        });
        return true;
    }

    private GemmStep Gemm(
        IntegerWeightedLayer layer, int[] weights, PlannedTensor input, long inputBound, PlannedTensor output, GemmGeometry geometry, IReadOnlyList<ChannelMap> maps)
    {
        GemmProblem problem = Problem(layer, weights, input.Kind, inputBound);
        emitted?.Check(layer.Name, problem);
        return new GemmStep(kernels.Gemm(problem), problem, weights, input, output, geometry, new ChannelMaps(maps));
    }

    /// <summary>The matrix product of a convolution or dense layer: a row of the window is a segment.</summary>
    private static GemmProblem Problem(IntegerWeightedLayer layer, int[] weights, StorageKind input, long inputBound)
    {
        int filters = layer.Output.Channels;
        return Gemm(weights, layer.Output.Length / filters, layer is IntegerConvolution convolution ? convolution.KernelSize.Height : 1, filters, input, inputBound);
    }

    private static GemmProblem Gemm(int[] weights, int pixels, int segments, int filters, StorageKind input, long inputBound)
    {
        (StorageKind kind, long bound) = RangeOf(weights);
        return new GemmProblem(pixels, segments, segments == 0 ? 0 : weights.Length / segments / filters, filters, input, inputBound, kind, bound);
    }

    private static DepthwiseProblem Depthwise(int[] weights, int pixels, int channels, PlannedTensor input)
    {
        (StorageKind kind, long bound) = RangeOf(weights);
        return new DepthwiseProblem(pixels, weights.Length / channels, channels, input.Kind, input.Bound, kind, bound);
    }

    /// <summary>The smallest storage of weights, and the largest magnitude of one.</summary>
    private static (StorageKind Kind, long Bound) RangeOf(int[] weights)
    {
        int low = 0, high = 0;
        foreach (int weight in weights)
        {
            low = Math.Min(low, weight);
            high = Math.Max(high, weight);
        }

        return (low >= sbyte.MinValue && high <= sbyte.MaxValue ? StorageKind.Int8 : StorageKind.Int16, Math.Max(-(long)low, high));
    }

    private bool TryBufferTempConv(Stage stage, IntegerBufferTempConv layer)
    {
        PlannedTensor input = Input(layer);
        int filters = layer.Output.Channels;
        if (input.Kind != StorageKind.Int16
            || ShiftedWeights(layer.Weights, filters, layer.InputShifts) is not { } weights
            || Maps(stage, SumBounds(weights, filters, input.Bound), layer) is not { } maps)
        {
            return false;
        }

        GemmProblem problem = Gemm(weights, input.Height * input.Width, layer.Frames, filters, input.Kind, input.Bound);
        Finish(stage, layer, maps, output => new TemporalGemmStep(kernels.Gemm(problem), problem, weights, input, output, new ChannelMaps(maps)));
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

        DepthwiseProblem problem = Depthwise(weights, input.Height * input.Width, channels, input);
        Finish(stage, layer, maps, output => new TemporalDepthwiseStep(kernels.Depthwise(problem), problem, weights, input, output, new ChannelMaps(maps)));
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

        Finish(stage, layer, maps, output => DepthwiseConvolution(layer, weights, input, output, maps));
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
        steps.Add(DepthwiseConvolution(layer, depthwise, input, middle, depthwiseMaps));
        Finish(stage, layer, maps, output =>
        {
            GemmGeometry geometry = new(middle.Pixels(), output.Pixels(), [0]);
            GemmProblem problem = Gemm(pointwise, geometry.Pixels.Length, 1, filters, middle.Kind, bound);
            return new GemmStep(kernels.Gemm(problem), problem, pointwise, middle, output, geometry, new ChannelMaps(maps));
        });
        return true;
    }

    private DepthwiseStep DepthwiseConvolution(
        IntegerConvolution layer, int[] weights, PlannedTensor input, PlannedTensor output, IReadOnlyList<ChannelMap> maps)
    {
        int channels = layer.InputShape.Channels;
        SlidingWindow rows = SlidingWindow.Rows(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        SlidingWindow columns = SlidingWindow.Columns(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding);
        int[] taps = [.. Enumerable.Range(0, rows.Kernel * columns.Kernel).Select(tap =>
            (tap / columns.Kernel * input.RowStride) + (tap % columns.Kernel * channels))];
        GemmGeometry geometry = new(WindowStarts(input, rows, columns), output.Pixels(), taps);
        DepthwiseProblem problem = Depthwise(weights, geometry.Pixels.Length, channels, input);
        return new DepthwiseStep(kernels.Depthwise(problem), problem, weights, input, output, geometry, new ChannelMaps(maps));
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
