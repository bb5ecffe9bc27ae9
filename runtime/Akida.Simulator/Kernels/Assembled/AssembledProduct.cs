namespace Akida.Simulator.Kernels.Assembled;

/// <summary>A block of filters of a loaded product.</summary>
/// <param name="Block">The block.</param>
/// <param name="Packed">Its maps and weights.</param>
/// <param name="Functions">For each part of the tiling the function that computes its tiles.</param>
internal sealed record LoadedBlock(GemmBlock Block, PinnedBuffer Packed, int[] Functions);

/// <summary>A matrix product whose code is assembled.</summary>
/// <param name="code">The code.</param>
/// <param name="problem">The problem.</param>
/// <param name="output">How the output is stored.</param>
/// <param name="blocks">The blocks of filters.</param>
/// <param name="offset">What is added to signed bytes.</param>
internal sealed unsafe class AssembledProduct(RunnableCode code, GemmProblem problem, StorageKind output, LoadedBlock[] blocks, byte offset)
    : LoadedGemm
{
    // The rows of so many bytes are taken by all filters before the next: they stay in the second-level cache.
    private const int ChunkBytes = 128 * 1024;

    // Neighbouring pixels share all but one segment.
    private readonly int chunk = Math.Max(ChunkBytes / Math.Max(problem.Length * problem.Input.Size(), 1), 1);

    private readonly WorkGrid grid = WorkGrid.Of(problem, blocks[0].Block.Tiling.Parts.Sum(part => part.Tiles), blocks.Length);

    public override int Units => grid.Units;

    public override void Run(in GemmOperands operands, int first, int end)
    {
        while (first < end)
        {
            WorkRectangle part = grid.Next(ref first, end);
            int pixelEnd = Pixel(part.StripEnd);
            for (int start = Pixel(part.FirstStrip); start < pixelEnd; start += chunk)
            {
                for (int block = part.FirstBlock; block < part.BlockEnd; block++)
                {
                    Run(operands, blocks[block], start, Math.Min(start + chunk, pixelEnd));
                }
            }
        }
    }

    /// <summary>Where a strip begins: strips are as equal as can be, like tiles.</summary>
    private int Pixel(int strip) => (int)((long)strip * problem.Pixels / grid.Strips);

    /// <summary>Runs the tiles that begin at some pixels.</summary>
    private void Run(in GemmOperands operands, LoadedBlock block, int start, int end)
    {
        int first = 0;
        ReadOnlySpan<TilingPart> parts = block.Block.Tiling.Parts.AsSpan();
        for (int part = 0; part < parts.Length; part++)
        {
            (int tiles, int rows) = parts[part];
            int from = Math.Clamp((start - first + rows - 1) / rows, 0, tiles),
                to = Math.Clamp((end - first + rows - 1) / rows, 0, tiles);
            if (to > from)
            {
                int pixel = first + (from * rows);
                GemmCall call = new()
                {
                    Input = operands.Input,
                    Pixels = operands.Pixels + pixel,
                    OutputPixels = operands.OutputPixels + pixel,
                    Tiles = to - from,
                    Segments = operands.Segments,
                    SegmentsEnd = operands.Segments + problem.Segments,
                    Block = block.Packed.Pointer,
                    Output = (byte*)operands.Output + ((long)block.Block.First * output.Size()),
                };
                new Span<byte>(call.Offsets, GemmCall.OffsetBytes).Fill(offset);
                code.Call(block.Functions[part], &call);
                GC.KeepAlive(block);
            }

            first += tiles * rows;
        }
    }
}
