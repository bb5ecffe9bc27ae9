namespace Akida.Simulator.Kernels.Assembled;

/// <summary>
/// Depthwise sums of bytes or 16-bit integers as code that is assembled when a model is loaded, with the sizes of the problem in it. Sums
/// stay in registers until they are stored as outputs.
/// </summary>
internal sealed class AssembledDepthwise : DepthwiseKernel
{
    private const int MostTapColumns = 16;

    private readonly VectorSet set;
    private readonly InterleavedTaps interleaved;
    private readonly DepthwiseKernel fallback;
    private readonly CodeCache<EquatableArray<DepthwiseFunction>> codes;

    /// <summary>Sums of signed bytes, of unsigned ones, or of 16-bit integers.</summary>
    /// <param name="set">What code is assembled for; products of signed bytes need VNNI.</param>
    /// <param name="machine">What runs the code.</param>
    /// <param name="input">How the input is stored.</param>
    /// <param name="fallback">What computes where the machine refuses code.</param>
    /// <param name="convention">How the code is called.</param>
    public AssembledDepthwise(VectorSet set, CodeMachine machine, StorageKind input, DepthwiseKernel fallback, CallConvention convention)
        : base(set.KernelName, InterleavedTaps.Of(set, input).Format(set, input))
    {
        this.set = set;
        this.fallback = fallback;
        interleaved = InterleavedTaps.Of(set, input);
        codes = new(machine, functions => DepthwiseWriter.Assemble(set, functions, convention));
    }

    /// <inheritdoc/>
    /// <remarks>Interleaving is shared by the taps of a row, and costs about what the products cost that VNNI adds.</remarks>
    public override double? Cost(DepthwiseProblem problem) =>
        Reads(problem)
        && problem.Window is { Rows: <= DepthwiseWriter.MostTapRows, Columns: <= MostTapColumns }
        && (!interleaved.IsPaired || FitsWords(problem))
            ? KernelCost.Depthwise(problem, Format, KernelCost.Assembled * interleaved.Interleaved * (1 + set.ProductInstructions))
            : null;

    /// <summary>Whether 16 bits hold all sums.</summary>
    private bool FitsWords(DepthwiseProblem problem) =>
        (long)RowGroups(problem) * problem.Window.Columns * interleaved.Together * problem.WeightBound * problem.InputBound
        <= short.MaxValue;

    private int RowGroups(DepthwiseProblem problem) => (problem.Window.Rows + interleaved.Together - 1) / interleaved.Together;

    /// <inheritdoc/>
    public override LoadedDepthwise Load(DepthwiseProblem problem, ReadOnlySpan<short> weights, ChannelMaps maps, StorageKind output)
    {
        MapFields fields = MapFieldsOf.Of(maps, WeightBounds.OfSums(weights, problem.Channels, problem.InputBound), output);
        DepthwiseFunction Function(int first) =>
            new(
                Format.Input,
                problem.Window,
                problem.Channels * Format.Input.Size(),
                Math.Min(Format.Filters, problem.Channels - first),
                output,
                fields
            );
        int[] starts = [.. Enumerable.Range(0, Format.Blocks(problem.Channels)).Select(block => block * Format.Filters)];
        DepthwiseFunction[] functions = [.. starts.Select(Function).Distinct()];
        if (codes.Get(new(functions)) is not { } code)
        {
            return fallback.Load(problem, weights, maps, output);
        }

        PinnedBuffer[] blocks = new PinnedBuffer[starts.Length];
        for (int block = 0; block < blocks.Length; block++)
        {
            blocks[block] = Pack(problem, weights, maps, fields, starts[block]);
        }

        return new AssembledSums(
            code,
            problem,
            output,
            Format.Filters,
            blocks,
            Array.ConvertAll(starts, first => Array.IndexOf(functions, Function(first)))
        );
    }

    /// <summary>The biases and parts of the maps of a block's channels, then its weights.</summary>
    private unsafe PinnedBuffer Pack(
        DepthwiseProblem problem,
        ReadOnlySpan<short> weights,
        ChannelMaps maps,
        MapFields fields,
        int firstChannel
    )
    {
        int tapColumns = problem.Window.Columns,
            count = Math.Min(Format.Filters, problem.Channels - firstChannel),
            together = interleaved.Together,
            groupBytes = interleaved.Interleaved * set.Bytes;
        byte[] sumOrder = SumOrder.Interleaved(set, interleaved.Vectors),
            order = interleaved.IsPaired ? SumOrder.InterleavedWords(set, interleaved.Interleaved) : sumOrder;
        long mapBytes = (long)fields.Vectors() * sumOrder.Length * sizeof(int);
        PinnedBuffer packed = new(mapBytes + ((long)groupBytes * RowGroups(problem) * tapColumns));
        int* biases = (int*)packed.Pointer;
        fields.Pack(maps, firstChannel, sumOrder, count, biases);
        byte* target = (byte*)packed.Pointer + mapBytes;
        for (int tap = 0; tap < problem.Taps; tap++)
        {
            int row = tap / tapColumns,
                group = (row / together * tapColumns) + (tap % tapColumns);
            for (int sum = 0; sum < order.Length; sum++)
            {
                if (order[sum] >= count)
                {
                    continue;
                }

                int weight = weights[(tap * problem.Channels) + firstChannel + order[sum]];
                byte* place = target + (group * groupBytes) + (sum * (groupBytes / order.Length));
                if (Format.Weights == StorageKind.Int8)
                {
                    ((sbyte*)place)[row % together] = checked((sbyte)weight);
                }
                else
                {
                    ((short*)place)[row % together] = checked((short)weight);
                }

                if (Format.Input == StorageKind.Int8)
                {
                    // What 128 more in each input adds to the sum.
                    biases[sum] = unchecked(biases[sum] - (-sbyte.MinValue * weight));
                }
            }
        }

        return packed;
    }
}

/// <summary>Depthwise sums whose code is assembled.</summary>
/// <param name="code">The code.</param>
/// <param name="problem">The problem.</param>
/// <param name="output">How the output is stored.</param>
/// <param name="channels">Channels of a block.</param>
/// <param name="blocks">The maps and weights of each block of channels.</param>
/// <param name="functions">The function of each block.</param>
internal sealed unsafe class AssembledSums(
    RunnableCode code,
    DepthwiseProblem problem,
    StorageKind output,
    int channels,
    PinnedBuffer[] blocks,
    int[] functions
) : LoadedDepthwise
{
    private readonly WorkGrid grid = WorkGrid.OfSums(problem.Pixels / problem.Window.Outputs, blocks.Length);

    public override int Units => grid.Units;

    public override void Run(in DepthwiseOperands operands, int first, int end)
    {
        while (first < end)
        {
            WorkRectangle part = grid.Next(ref first, end);
            int pixel = part.FirstStrip * problem.Window.Outputs;
            for (int block = part.FirstBlock; block < part.BlockEnd; block++)
            {
                int channel = block * channels;
                DepthwiseCall call = new()
                {
                    Input = (byte*)operands.Input + ((long)channel * problem.Input.Size()),
                    Pixels = operands.Pixels + pixel,
                    OutputPixels = operands.OutputPixels + pixel,
                    Rows = part.StripEnd - part.FirstStrip,
                    Taps = operands.Taps,
                    Block = blocks[block].Pointer,
                    Output = (byte*)operands.Output + ((long)channel * output.Size()),
                };
                code.Call(functions[block], &call);
            }
        }

        GC.KeepAlive(blocks);
    }
}
