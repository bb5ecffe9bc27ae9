using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution;

/// <summary>The rows that a product gathers and where its results go; all offsets count values.</summary>
/// <param name="Pixels">The offset of each pixel's row in the input.</param>
/// <param name="OutputPixels">The offset of each pixel in the output.</param>
/// <param name="Segments">The offset of each segment (or tap) from the pixel's.</param>
internal sealed record Offsets(int[] Pixels, int[] OutputPixels, int[] Segments)
{
    /// <summary>The offsets of a matrix product, of which a row of a window is a segment.</summary>
    public static Offsets OfSegments(Gather gather, PlannedTensor input, PlannedTensor output) =>
        Of(gather, input, output, (height, _) => [.. Enumerable.Range(0, height).Select(row => row * input.RowStride)]);

    /// <summary>The offsets of depthwise sums, of which each cell of a window is a tap.</summary>
    public static Offsets OfTaps(Gather gather, PlannedTensor input, PlannedTensor output) =>
        Of(
            gather,
            input,
            output,
            (height, width) =>
                [.. Enumerable.Range(0, height * width).Select(tap => (tap / width * input.RowStride) + (tap % width * input.Channels))]
        );

    private static Offsets Of(Gather gather, PlannedTensor input, PlannedTensor output, Func<int, int, int[]> windows)
    {
        switch (gather)
        {
            case PixelGather:
                return new Offsets(input.Pixels(), output.Pixels(), windows(1, 1));
            case WindowGather window:
                int[] starts = new int[window.Rows.Outputs * window.Columns.Outputs];
                for (int i = 0; i < starts.Length; i++)
                {
                    starts[i] = input.At(window.Rows.Start(i / window.Columns.Outputs), window.Columns.Start(i % window.Columns.Outputs));
                }

                return new Offsets(starts, output.Pixels(), windows(window.Rows.Kernel, window.Columns.Kernel));
            case PhaseGather phase:
                return OfPhase(phase, input, output, windows(phase.Rows.Taps, phase.Columns.Taps));
            default:
                throw new ArgumentException($"{gather} has no offsets of its own");
        }
    }

    private static Offsets OfPhase(PhaseGather phase, PlannedTensor input, PlannedTensor output, int[] segments)
    {
        int outputs = phase.Rows.Outputs * phase.Columns.Outputs;
        int[] pixels = new int[outputs],
            outputPixels = new int[outputs];
        for (int i = 0; i < outputs; i++)
        {
            int row = i / phase.Columns.Outputs,
                column = i % phase.Columns.Outputs;
            pixels[i] = input.At(phase.Rows.FirstCell(row), phase.Columns.FirstCell(column));
            outputPixels[i] = output.At(
                phase.Rows.First + (row * phase.Rows.Stride),
                phase.Columns.First + (column * phase.Columns.Stride)
            );
        }

        return new Offsets(pixels, outputPixels, segments);
    }
}
