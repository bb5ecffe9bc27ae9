namespace Akida.Simulator.Kernels;

/// <summary>
/// How the outputs of a kernel are divided among threads: strips of pixels times blocks of channels. Units are strips of all channels, or
/// single cells of the grid, block by block.
/// </summary>
/// <param name="Strips">The number of strips.</param>
/// <param name="Blocks">The number of blocks.</param>
/// <param name="IsByBlock">Whether a unit is a strip of one block: so each thread reads its own blocks of the weights only.</param>
internal readonly record struct WorkGrid(int Strips, int Blocks, bool IsByBlock)
{
    /// <summary>The grid of a matrix product: threads share what is less, inputs or weights.</summary>
    public static WorkGrid Of(GemmProblem problem, int strips, int blocks) =>
        new(strips, blocks, (long)problem.Segments * problem.Filters > problem.Pixels);

    /// <summary>The grid of depthwise sums, whose weights are few: blocks are told apart only where strips are not enough.</summary>
    public static WorkGrid OfSums(int strips, int blocks) => new(strips, blocks, blocks > strips);

    /// <summary>The number of units, which can be computed in any order and at once.</summary>
    public int Units => IsByBlock ? checked(Strips * Blocks) : Strips;

    /// <summary>The next rectangle of a run of units.</summary>
    /// <param name="first">The first unit; becomes the first one behind the rectangle.</param>
    /// <param name="end">The unit behind the run.</param>
    public WorkRectangle Next(ref int first, int end)
    {
        int begin = first;
        if (!IsByBlock)
        {
            first = end;
            return new WorkRectangle(begin, end, 0, Blocks);
        }

        (int block, int strip) = Math.DivRem(begin, Strips);
        int whole = strip == 0 ? (end - begin) / Strips : 0;
        if (whole > 0)
        {
            first += whole * Strips;
            return new WorkRectangle(0, Strips, block, block + whole);
        }

        int stripEnd = Math.Min(Strips, strip + end - begin);
        first += stripEnd - strip;
        return new WorkRectangle(strip, stripEnd, block, block + 1);
    }
}

/// <summary>Some strips of some blocks.</summary>
/// <param name="FirstStrip">The first strip.</param>
/// <param name="StripEnd">The strip behind the last.</param>
/// <param name="FirstBlock">The first block.</param>
/// <param name="BlockEnd">The block behind the last.</param>
internal readonly record struct WorkRectangle(int FirstStrip, int StripEnd, int FirstBlock, int BlockEnd);
