using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <content>Layers with weights.</content>
internal sealed partial class Planner
{
    private bool TryConv2D(Stage stage, IntegerConv2D layer)
    {
        PlannedTensor input = Input(layer);
        if (!CanRead(input, layer) || folded.Full(layer) is not { } weights)
        {
            return false;
        }

        long inputBound = input.Fill.Aggregate(input.Bound, (bound, value) => Math.Max(bound, Math.Abs(value)));
        return TryGemm(stage, layer, weights, inputBound, Window(layer));
    }

    private bool TryDense(Stage stage, IntegerDense layer)
    {
        PlannedTensor input = Input(layer);
        return IsByteOrInt16(input) && folded.Full(layer) is { } weights && TryGemm(stage, layer, weights, input.Bound, new PixelGather());
    }

    private bool TryBufferTempConv(Stage stage, IntegerBufferTempConv layer)
    {
        PlannedTensor input = Input(layer);
        return IsByteOrInt16(input)
            && folded.Full(layer) is { } weights
            && TryGemm(stage, layer, weights, input.Bound, new FrameGather(layer.Frames));
    }

    private bool TryGemm(Stage stage, IntegerWeightedLayer layer, short[] weights, long inputBound, Gather gather)
    {
        if (Maps(stage, WeightBounds.OfSums(weights, layer.Output.Channels, inputBound), layer) is not { } maps)
        {
            return false;
        }

        PlannedTensor input = Input(layer);
        GemmProblem problem = Problem(layer, weights, input.Kind, inputBound);
        Finish(stage, layer, maps, output => new PlannedGemm(layer.Name, input, output, problem, kernels.Gemm(problem), gather, maps));
        return true;
    }

    private bool TryDepthwiseBufferTempConv(Stage stage, IntegerDepthwiseBufferTempConv layer) =>
        IsByteOrInt16(Input(layer)) && TryDepthwise(stage, layer, new FrameGather(layer.Frames));

    private bool TryDepthwiseConv2D(Stage stage, IntegerDepthwiseConv2D layer) =>
        CanRead(Input(layer), layer) && TryDepthwise(stage, layer, Window(layer));

    private bool TryDepthwise(Stage stage, IntegerWeightedLayer layer, Gather gather)
    {
        PlannedTensor input = Input(layer);
        if (
            folded.Depthwise(layer) is not { } weights
            || Maps(stage, WeightBounds.OfSums(weights, layer.Output.Channels, input.Bound), layer) is not { } maps
        )
        {
            return false;
        }

        Finish(stage, layer, maps, output => Depthwise(layer, weights, input, output, gather, maps));
        return true;
    }

    /// <summary>Depthwise sums without a step between go into a tensor of their own, if 16 bits hold them.</summary>
    private bool TrySeparableConv2D(Stage stage, IntegerSeparableConv2D layer)
    {
        PlannedTensor input = Input(layer);
        int channels = layer.InputShape.Channels,
            filters = layer.Output.Channels;
        if (!CanRead(input, layer) || folded.Depthwise(layer) is not { } depthwise || folded.Full(layer) is not { } pointwise)
        {
            return false;
        }

        long[] depthwiseBounds = WeightBounds.OfSums(depthwise, channels, input.Bound);
        long bound = depthwiseBounds.Max();
        if (bound > short.MaxValue)
        {
            return false;
        }

        Stage sums = new(layer with { Requantization = null }, null, null);
        if (
            sums.Maps(depthwiseBounds, layer.BufferValueBits, null) is not { } depthwiseMaps
            || Maps(stage, WeightBounds.OfSums(pointwise, filters, bound), layer) is not { } maps
        )
        {
            return false;
        }

        ValueFormat format = new(layer.Output.Shape.WithChannels(channels), layer.BufferValueBits, [layer.Output.FracBits[0]]);
        PlannedTensor middle = Place(format, StorageKind.Int16, -bound, bound);
        steps.Add(Depthwise(layer, depthwise, input, middle, Window(layer), depthwiseMaps));
        GemmProblem problem = Gemm(pointwise, middle.Height * middle.Width, 1, filters, middle.Kind, bound);
        Finish(
            stage,
            layer,
            maps,
            output => new PlannedGemm(layer.Name, middle, output, problem, kernels.Gemm(problem), new PixelGather(), maps)
        );
        return true;
    }

    private PlannedDepthwise Depthwise(
        IntegerLayer layer,
        short[] weights,
        PlannedTensor input,
        PlannedTensor output,
        Gather gather,
        EquatableArray<ChannelMap> maps
    )
    {
        DepthwiseProblem problem = Problem(layer, weights, gather, input.Kind, input.Bound);
        return new PlannedDepthwise(layer.Name, input, output, problem, kernels.Depthwise(problem), gather, maps);
    }

    /// <summary>The depthwise sums of a layer, or of a phase of one.</summary>
    private static DepthwiseProblem Problem(IntegerLayer layer, short[] weights, Gather gather, StorageKind input, long inputBound)
    {
        (StorageKind kind, long bound) = RangeOf(weights);
        int channels = layer is IntegerWeightedLayer and IntegerConvolution convolution
            ? convolution.InputShape.Channels
            : layer.Output.Channels;
        (int pixels, DepthwiseWindow window) = gather switch
        {
            WindowGather(var rows, var columns) => (
                rows.Outputs * columns.Outputs,
                new DepthwiseWindow(rows.Kernel, columns.Kernel, columns.Stride, columns.Outputs)
            ),
            PhaseGather(var rows, var columns) => (
                rows.Outputs * columns.Outputs,
                new DepthwiseWindow(rows.Taps, columns.Taps, 1, columns.Outputs)
            ),
            FrameGather(var frames) when layer.Output.Length / channels is var all => (all, new DepthwiseWindow(frames, 1, 1, all)),
            _ => throw new ArgumentException($"{gather} has no window"),
        };
        return new DepthwiseProblem(pixels, weights.Length / channels, channels, input, inputBound, kind, bound, window);
    }

    /// <summary>The matrix product of a convolution, dense or temporal layer: a row of the window or a frame is a segment.</summary>
    private static GemmProblem Problem(IntegerWeightedLayer layer, short[] weights, StorageKind input, long inputBound)
    {
        int segments = layer switch
        {
            IntegerConvolution convolution => convolution.KernelSize.Height,
            IntegerBufferTempConv temporal => temporal.Frames,
            _ => 1,
        };
        int filters = layer.Output.Channels;
        return Gemm(weights, layer.Output.Length / filters, segments, filters, input, inputBound);
    }

    private static GemmProblem Gemm(short[] weights, int pixels, int segments, int filters, StorageKind input, long inputBound)
    {
        (StorageKind kind, long bound) = RangeOf(weights);
        return new GemmProblem(
            pixels,
            segments,
            segments == 0 ? 0 : weights.Length / segments / filters,
            filters,
            input,
            inputBound,
            kind,
            bound
        );
    }

    /// <summary>The smallest storage of weights, and the largest magnitude of one.</summary>
    private static (StorageKind Kind, long Bound) RangeOf(short[] weights)
    {
        int low = Math.Min(weights.Length == 0 ? 0 : weights.Min(), 0),
            high = Math.Max(weights.Length == 0 ? 0 : weights.Max(), 0);
        return (low >= sbyte.MinValue && high <= sbyte.MaxValue ? StorageKind.Int8 : StorageKind.Int16, Math.Max(-(long)low, high));
    }

    /// <summary>Adds a stage's steps, with its pooling behind them, and stores its output.</summary>
    private void Finish(
        Stage stage,
        IntegerLayer root,
        EquatableArray<ChannelMap> maps,
        params IEnumerable<Func<PlannedTensor, PlannedStep>> stepsTo
    )
    {
        long low = maps.Min(map => Math.Min(map.OutLow, map.OutHigh)),
            high = maps.Max(map => Math.Max(map.OutLow, map.OutHigh));
        StorageKind kind = KindOf(stage.Last, low, high);
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
        steps.Add(new PlannedMaxPooling(pool.Name, unpooled, pooled));
    }

    private static EquatableArray<ChannelMap>? Maps(Stage stage, long[] bounds, IntegerWeightedLayer layer) =>
        stage.Maps(bounds, layer.BufferValueBits, layer.Bias);

    /// <summary>Whether the kernels can read the input, with its halo, of a convolution.</summary>
    private bool CanRead(PlannedTensor input, IntegerConvolution layer)
    {
        bool padsWithValue = layer is IntegerConv2D { PaddingValue: not null } && !HaloPlan.Needed(layer).IsEmpty;
        return IsByteOrInt16(input) && (padsWithValue ? input.Fill.Count > 0 : input.Fill.Count == 0 || HaloPlan.Needed(layer).IsEmpty);
    }

    private static bool IsByteOrInt16(PlannedTensor tensor) => tensor.Kind is StorageKind.Int16 or StorageKind.UInt8 or StorageKind.Int8;

    private static WindowGather Window(IntegerConvolution layer) =>
        new(
            SlidingWindow.Rows(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding),
            SlidingWindow.Columns(layer.InputShape, layer.KernelSize, layer.Strides, layer.Padding)
        );
}
