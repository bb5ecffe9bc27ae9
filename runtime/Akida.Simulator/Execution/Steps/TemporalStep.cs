using Akida.Simulator.Kernels;
using Akida.Simulator.Planning;

namespace Akida.Simulator.Execution.Steps;

/// <summary>A temporal layer: the newest frame goes into a ring of the last frames, and each frame of the ring is a segment or tap.</summary>
internal sealed unsafe class TemporalStep : Step
{
    private readonly KernelSet kernels;
    private readonly PlannedTensor input, output;
    private readonly PackedWeights? full;
    private readonly PackedTaps? depthwise;
    private readonly ChannelMaps maps;
    private readonly int frames, frameLength, pixelCount;
    private readonly PinnedBuffer pixels, outputPixels;

    /// <summary>A step with full or depthwise weights.</summary>
    public TemporalStep(KernelSet kernels, PlannedTensor input, PlannedTensor output, int frames, PackedWeights? full, PackedTaps? depthwise, ChannelMaps maps)
    {
        this.kernels = kernels;
        this.input = input;
        this.output = output;
        this.full = full;
        this.depthwise = depthwise;
        this.maps = maps;
        this.frames = frames;
        frameLength = input.Format.Length;
        pixelCount = input.Height * input.Width;
        pixels = PinnedBuffer.Of<int>([.. Enumerable.Range(0, pixelCount).Select(pixel => pixel * input.Channels)]);
        outputPixels = PinnedBuffer.Of<int>(output.Pixels());
    }

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

        if (full is not null)
        {
            RunFull(arena, ring, full);
        }
        else
        {
            RunDepthwise(arena, ring, depthwise!);
        }
    }

    private void RunFull(Arena arena, Ring ring, PackedWeights weights) => kernels.Gemm(new GemmArguments
    {
        Input = ring.Memory,
        Pixels = (int*)pixels.Pointer,
        OutputPixels = (int*)outputPixels.Pointer,
        PixelCount = pixelCount,
        Segments = ring.Offsets,
        SegmentCount = frames,
        Groups = weights.Groups,
        Weights = weights.Pointer,
        Filters = output.Channels,
        Map = new ChannelMapPointers(maps),
        Output = arena.Pointer(output),
        OutputKind = output.Kind,
    });

    private void RunDepthwise(Arena arena, Ring ring, PackedTaps weights) => kernels.Depthwise(new DepthwiseArguments
    {
        Input = ring.Memory,
        Pixels = (int*)pixels.Pointer,
        OutputPixels = (int*)outputPixels.Pointer,
        PixelCount = pixelCount,
        Taps = ring.Offsets,
        TapPairs = weights.Pairs,
        Weights = weights.Pointer,
        Channels = output.Channels,
        Map = new ChannelMapPointers(maps),
        Output = arena.Pointer(output),
        OutputKind = output.Kind,
    });

    /// <summary>The last frames of a worker.</summary>
    private sealed class Ring
    {
        private readonly int frames, frameLength;
        private readonly PinnedBuffer memory, offsets;
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
