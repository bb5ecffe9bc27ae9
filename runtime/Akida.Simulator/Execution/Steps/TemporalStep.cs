using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>
/// A temporal layer: the newest frame goes into a ring of the last frames, and each frame of the ring is a segment or tap.
/// </summary>
internal abstract unsafe class TemporalStep : Step
{
    private readonly PlannedTensor input;
    private readonly int frames,
        frameLength;
    private readonly PinnedBuffer pixels,
        outputPixels;

    private protected TemporalStep(PlannedTensor input, PlannedTensor output, int frames)
    {
        this.input = input;
        Output = output;
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

    public override object CreateState(Arena arena) => new Ring(frames, frameLength, input.ElementSize);

    public override void Reset(object? state) => ((Ring)state!).Clear();

    public override void Begin(Arena arena, object? state)
    {
        Ring ring = (Ring)state!;
        byte* newest = ring.Push();
        byte* source = arena.Pointer(input);
        int size = input.ElementSize,
            rowBytes = input.Width * input.Channels * size;
        for (int row = 0; row < input.Height; row++)
        {
            byte* from = source + ((long)input.At(row, 0) * size);
            new ReadOnlySpan<byte>(from, rowBytes).CopyTo(new Span<byte>(newest + (row * rowBytes), rowBytes));
        }
    }

    public override void Run(Arena arena, object? state, int first, int end) => Multiply(arena, (Ring)state!, first, end);

    /// <summary>Sums the frames of the ring for some units of the outputs.</summary>
    private protected abstract void Multiply(Arena arena, Ring ring, int first, int end);

    /// <summary>The last frames of a worker.</summary>
    private protected sealed class Ring
    {
        private readonly int frames,
            frameLength,
            elementSize;
        private readonly PinnedBuffer memory,
            offsets;
        private int oldest;

        public Ring(int frames, int frameLength, int elementSize)
        {
            this.frames = frames;
            this.frameLength = frameLength;
            this.elementSize = elementSize;
            memory = new PinnedBuffer((long)frames * frameLength * elementSize);
            offsets = new PinnedBuffer((frames + 1) * sizeof(int));
        }

        public byte* Memory => memory.Pointer;

        /// <summary>The offset of each frame, oldest first, and of the newest once more for an odd number of taps.</summary>
        public int* Offsets => (int*)offsets.Pointer;

        public void Clear()
        {
            new Span<byte>(Memory, frames * frameLength * elementSize).Clear();
            oldest = 0;
        }

        /// <summary>Drops the oldest frame; returns the place for the newest.</summary>
        public byte* Push()
        {
            int newest = oldest;
            oldest = (oldest + 1) % frames;
            for (int i = 0; i < frames; i++)
            {
                Offsets[i] = (oldest + i) % frames * frameLength;
            }

            Offsets[frames] = newest * frameLength;
            return Memory + ((long)newest * frameLength * elementSize);
        }
    }
}

/// <summary>A temporal layer that sums over all channels.</summary>
internal sealed unsafe class TemporalGemmStep(GemmKernel kernel, PlannedGemm planned, short[] weights, ChannelMaps maps)
    : TemporalStep(planned.Input, planned.Output, planned.Problem.Segments)
{
    private readonly LoadedGemm product = kernel.Load(planned.Problem, weights, maps, planned.Output.Kind);

    public override int Units => product.Units;

    private protected override void Multiply(Arena arena, Ring ring, int first, int end) =>
        product.Run(
            new GemmOperands
            {
                Input = ring.Memory,
                Pixels = Pixels,
                Segments = ring.Offsets,
                Output = arena.Pointer(Output),
                OutputPixels = OutputPixels,
            },
            first,
            end
        );
}

/// <summary>A temporal layer whose channels are summed on their own.</summary>
internal sealed unsafe class TemporalDepthwiseStep(DepthwiseKernel kernel, PlannedDepthwise planned, short[] weights, ChannelMaps maps)
    : TemporalStep(planned.Input, planned.Output, planned.Problem.Taps)
{
    private readonly LoadedDepthwise sums = kernel.Load(planned.Problem, weights, maps, planned.Output.Kind);

    public override int Units => sums.Units;

    private protected override void Multiply(Arena arena, Ring ring, int first, int end) =>
        sums.Run(
            new DepthwiseOperands
            {
                Input = ring.Memory,
                Pixels = Pixels,
                Taps = ring.Offsets,
                Output = arena.Pointer(Output),
                OutputPixels = OutputPixels,
            },
            first,
            end
        );
}
