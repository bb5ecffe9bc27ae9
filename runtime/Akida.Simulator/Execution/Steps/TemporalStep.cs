using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>
/// A temporal layer: the newest frame goes into a ring of the last frames, and each frame of the ring is a segment or tap.
/// </summary>
internal abstract unsafe class TemporalStep : Step
{
    private readonly PlannedTensor input;
    private readonly ChannelMaps maps;
    private readonly int frames,
        frameLength;
    private readonly PinnedBuffer pixels,
        outputPixels;

    private protected TemporalStep(PlannedTensor input, PlannedTensor output, int frames, ChannelMaps maps)
    {
        this.input = input;
        Output = output;
        this.maps = maps;
        this.frames = frames;
        frameLength = input.Format.Length;
        pixels = PinnedBuffer.Of<int>([.. Enumerable.Range(0, input.Height * input.Width).Select(pixel => pixel * input.Channels)]);
        outputPixels = PinnedBuffer.Of<int>(output.Pixels());
    }

    /// <summary>Where the results go.</summary>
    protected PlannedTensor Output { get; }

    /// <summary>The offset of each pixel in a frame.</summary>
    protected int* Pixels => (int*)pixels.Pointer;

    /// <summary>The offset of each pixel in the output.</summary>
    protected int* OutputPixels => (int*)outputPixels.Pointer;

    /// <summary>What is done to the sums.</summary>
    protected ChannelMapPointers Map => new(maps);

    public override object CreateState(Arena arena) => new Ring(frames, frameLength);

    public override void Reset(object? state) => ((Ring)state!).Clear();

    public override void Run(Arena arena, object? state)
    {
        Ring ring = (Ring)state!;
        short* newest = ring.Push();
        short* source = arena.Int16(input);
        int rowLength = input.Width * input.Channels;
        for (int row = 0; row < input.Height; row++)
        {
            new ReadOnlySpan<short>(source + input.At(row, 0), rowLength).CopyTo(new Span<short>(newest + (row * rowLength), rowLength));
        }

        Multiply(arena, ring);
    }

    /// <summary>Sums the frames of the ring.</summary>
    private protected abstract void Multiply(Arena arena, Ring ring);

    /// <summary>The last frames of a worker.</summary>
    private protected sealed class Ring
    {
        private readonly int frames,
            frameLength;
        private readonly PinnedBuffer memory,
            offsets;
        private int oldest;

        public Ring(int frames, int frameLength)
        {
            this.frames = frames;
            this.frameLength = frameLength;
            memory = new PinnedBuffer((long)frames * frameLength * sizeof(short));
            offsets = new PinnedBuffer((frames + 1) * sizeof(int));
        }

        public short* Memory => (short*)memory.Pointer;

        /// <summary>The offset of each frame, oldest first, and of the newest once more for an odd number of taps.</summary>
        public int* Offsets => (int*)offsets.Pointer;

        public void Clear()
        {
            new Span<short>(Memory, frames * frameLength).Clear();
            oldest = 0;
        }

        /// <summary>Drops the oldest frame; returns the place for the newest.</summary>
        public short* Push()
        {
            int newest = oldest;
            oldest = (oldest + 1) % frames;
            for (int i = 0; i < frames; i++)
            {
                Offsets[i] = (oldest + i) % frames * frameLength;
            }

            Offsets[frames] = newest * frameLength;
            return Memory + (newest * frameLength);
        }
    }
}

/// <summary>A temporal layer that sums over all channels.</summary>
internal sealed unsafe class TemporalGemmStep(GemmKernel kernel, PlannedGemm planned, int[] weights, ChannelMaps maps)
    : TemporalStep(planned.Input, planned.Output, planned.Problem.Segments, maps)
{
    private readonly GemmProblem problem = planned.Problem;
    private readonly PinnedBuffer packed = kernel.Pack(planned.Problem, weights);
    private readonly int groups = kernel.Format.Groups(planned.Problem.Length),
        exactGroups = planned.Problem.ExactGroups;

    private protected override void Multiply(Arena arena, Ring ring) =>
        kernel.Run(
            new GemmArguments
            {
                Input = ring.Memory,
                Pixels = Pixels,
                OutputPixels = OutputPixels,
                PixelCount = problem.Pixels,
                Segments = ring.Offsets,
                SegmentCount = problem.Segments,
                Groups = groups,
                ExactGroups = exactGroups,
                Weights = packed.Pointer,
                Filters = problem.Filters,
                Map = Map,
                Output = arena.Pointer(Output),
                OutputKind = Output.Kind,
            }
        );
}

/// <summary>A temporal layer whose channels are summed on their own.</summary>
internal sealed unsafe class TemporalDepthwiseStep(DepthwiseKernel kernel, PlannedDepthwise planned, int[] weights, ChannelMaps maps)
    : TemporalStep(planned.Input, planned.Output, planned.Problem.Taps, maps)
{
    private readonly DepthwiseProblem problem = planned.Problem;
    private readonly PinnedBuffer packed = kernel.Pack(planned.Problem, weights);

    private protected override void Multiply(Arena arena, Ring ring) =>
        kernel.Run(
            new DepthwiseArguments
            {
                Input = ring.Memory,
                Pixels = Pixels,
                OutputPixels = OutputPixels,
                PixelCount = problem.Pixels,
                Taps = ring.Offsets,
                TapPairs = (problem.Taps + 1) / 2,
                Weights = (short*)packed.Pointer,
                Channels = problem.Channels,
                Map = Map,
                Output = arena.Pointer(Output),
                OutputKind = Output.Kind,
            }
        );
}
