using Akida.Integers;
using Akida.Simulator.Execution;
using Akida.Simulator.Execution.Steps;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <content>Transposed convolutions: one plain convolution for each phase of the stride.</content>
internal sealed partial class Planner
{
    private bool TryConv2DTranspose(Stage stage, IntegerConv2DTranspose layer)
    {
        PlannedTensor input = Input(layer);
        int channels = layer.InputShape.Channels, filters = layer.Output.Channels, kernelWidth = layer.KernelSize.Width;
        if (!CanRead(input, layer)
            || ShiftedWeights(layer.Weights, filters, layer.InputShifts) is not { } weights
            || Maps(stage, SumBounds(weights, filters, input.Bound), layer) is not { } maps)
        {
            return false;
        }

        ChannelMaps channelMaps = new(maps);
        Finish(stage, layer, maps, Phases(layer).Select(phase => (Func<PlannedTensor, Step>)(output =>
        {
            int[] segments = [.. Enumerable.Range(0, phase.Rows.Taps).Select(row => row * input.RowStride)];
            int length = phase.Columns.Taps * channels;
            int[] taken = new int[segments.Length * length * filters];
            for (int i = 0; i < taken.Length; i++)
            {
                int value = i / filters, segment = value / length, position = value % length;
                int tap = (phase.Rows.Tap(segment) * kernelWidth) + phase.Columns.Tap(position / channels);
                taken[i] = weights[(((tap * channels) + (position % channels)) * filters) + (i % filters)];
            }

            GemmGeometry geometry = Geometry(phase, input, output, segments);
            GemmProblem problem = Gemm(taken, geometry.Pixels.Length, segments.Length, filters, input.Kind, input.Bound);
            return new GemmStep(kernels.Gemm(problem), problem, taken, input, output, geometry, channelMaps);
        })));
        return true;
    }

    private bool TryDepthwiseConv2DTranspose(Stage stage, IntegerDepthwiseConv2DTranspose layer)
    {
        PlannedTensor input = Input(layer);
        int channels = layer.InputShape.Channels, kernelWidth = layer.KernelSize.Width;
        if (!CanRead(input, layer)
            || ShiftedWeights(layer.Weights, 1, layer.InputShifts) is not { } weights
            || Maps(stage, SumBounds(weights, channels, input.Bound), layer) is not { } maps
            || Phases(layer).Any(phase => phase.Rows.Taps * phase.Columns.Taps == 0))
        {
            return false;
        }

        ChannelMaps channelMaps = new(maps);
        Finish(stage, layer, maps, Phases(layer).Select(phase => (Func<PlannedTensor, Step>)(output =>
        {
            int width = phase.Columns.Taps;
            int[] taps = [.. Enumerable.Range(0, phase.Rows.Taps * width).Select(tap => (tap / width * input.RowStride) + (tap % width * channels))];
            int[] taken = new int[taps.Length * channels];
            for (int i = 0; i < taken.Length; i++)
            {
                int tap = i / channels;
                taken[i] = weights[(((phase.Rows.Tap(tap / width) * kernelWidth) + phase.Columns.Tap(tap % width)) * channels) + (i % channels)];
            }

            GemmGeometry geometry = Geometry(phase, input, output, taps);
            DepthwiseProblem problem = Depthwise(taken, geometry.Pixels.Length, channels, input);
            return new DepthwiseStep(kernels.Depthwise(problem), problem, taken, input, output, geometry, channelMaps);
        })));
        return true;
    }

    private static List<(TransposedPhase Rows, TransposedPhase Columns)> Phases(IntegerConvolution layer) =>
    [
        .. from row in Enumerable.Range(0, layer.Strides.Height)
           from column in Enumerable.Range(0, layer.Strides.Width)
           select (TransposedPhase.Create(layer, 0, row), TransposedPhase.Create(layer, 1, column)),
    ];

    private static GemmGeometry Geometry((TransposedPhase Rows, TransposedPhase Columns) phase, PlannedTensor input, PlannedTensor output, int[] segments)
    {
        int outputs = phase.Rows.Outputs * phase.Columns.Outputs;
        int[] pixels = new int[outputs], outputPixels = new int[outputs];
        for (int i = 0; i < outputs; i++)
        {
            int row = i / phase.Columns.Outputs, column = i % phase.Columns.Outputs;
            pixels[i] = input.At(phase.Rows.FirstCell(row), phase.Columns.FirstCell(column));
            outputPixels[i] = output.At(phase.Rows.First + (row * phase.Rows.Stride), phase.Columns.First + (column * phase.Columns.Stride));
        }

        return new GemmGeometry(pixels, outputPixels, segments);
    }
}
