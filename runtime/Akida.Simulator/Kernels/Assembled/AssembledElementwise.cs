namespace Akida.Simulator.Kernels.Assembled;

/// <summary>Sums of one or two tensors as code that is assembled when a model is loaded.</summary>
/// <param name="set">What code is assembled for.</param>
/// <param name="machine">What runs the code.</param>
/// <param name="fallback">What computes where the machine refuses code.</param>
/// <param name="convention">How the code is called.</param>
internal sealed class AssembledElementwise(VectorSet set, CodeMachine machine, ElementwiseKernel fallback, CallConvention convention)
    : ElementwiseKernel(set.KernelName)
{
    private readonly CodeCache<EquatableArray<ElementwiseFunction>> codes = new(
        machine,
        functions => ElementwiseWriter.Assemble(set, functions, convention)
    );

    /// <inheritdoc/>
    public override double? Cost(ElementwiseProblem problem) => KernelCost.Assembled * KernelCost.Elementwise(problem, set.Sums);

    /// <inheritdoc/>
    public override unsafe LoadedElementwise Load(
        ElementwiseProblem problem,
        PinnedBuffer leftFactors,
        PinnedBuffer rightFactors,
        ChannelMaps maps,
        StorageKind output
    )
    {
        ReadOnlySpan<int> left = new(leftFactors.Pointer, problem.Channels),
            right = new(rightFactors.Pointer, problem.Channels);
        bool isScaled = left.ContainsAnyExcept(1) || right.ContainsAnyExcept(1);

        // Nothing is known of the inputs but that sums fit 32 bits.
        long[] bounds = [.. Enumerable.Repeat((long)int.MaxValue, problem.Channels)];
        MapFields fields = MapFieldsOf.Of(maps, bounds, output);
        int[] starts = [.. Enumerable.Range(0, (problem.Channels + set.Block - 1) / set.Block).Select(i => i * set.Block)];
        ElementwiseFunction Function(int first) =>
            new(problem.Left, problem.Right, problem.Channels, Math.Min(set.Block, problem.Channels - first), isScaled, output, fields);
        ElementwiseFunction[] functions = [.. starts.Select(Function).Distinct()];
        return codes.Get(new(functions)) is { } code
            ? new AssembledTensorSums(
                code,
                problem,
                output,
                set.Block,
                Array.ConvertAll(starts, first => Pack(problem, leftFactors, rightFactors, maps, fields, first)),
                Array.ConvertAll(starts, first => Array.IndexOf(functions, Function(first)))
            )
            : fallback.Load(problem, leftFactors, rightFactors, maps, output);
    }

    /// <summary>The biases and parts of the maps of a block's channels, then the factors.</summary>
    private unsafe PinnedBuffer Pack(
        ElementwiseProblem problem,
        PinnedBuffer leftFactors,
        PinnedBuffer rightFactors,
        ChannelMaps maps,
        MapFields fields,
        int first
    )
    {
        int count = Math.Min(set.Block, problem.Channels - first),
            vectors = set.Vectors(count),
            sums = vectors * set.Sums;
        PinnedBuffer packed = new((fields.Vectors() + 2) * sums * sizeof(int));
        int* target = (int*)packed.Pointer;
        fields.Pack(maps, first, SumOrder.Plain(set, vectors), count, target);
        target += fields.Vectors() * sums;
        new ReadOnlySpan<int>((int*)leftFactors.Pointer + first, count).CopyTo(new Span<int>(target, count));
        new ReadOnlySpan<int>((int*)rightFactors.Pointer + first, count).CopyTo(new Span<int>(target + sums, count));
        return packed;
    }
}

/// <summary>Sums of one or two tensors whose code is assembled.</summary>
/// <param name="code">The code.</param>
/// <param name="problem">The problem.</param>
/// <param name="output">How the output is stored.</param>
/// <param name="channels">Channels of a block.</param>
/// <param name="blocks">The maps and factors of each block of channels.</param>
/// <param name="functions">The function of each block.</param>
internal sealed unsafe class AssembledTensorSums(
    RunnableCode code,
    ElementwiseProblem problem,
    StorageKind output,
    int channels,
    PinnedBuffer[] blocks,
    int[] functions
) : LoadedElementwise
{
    public override void Run(in ElementwiseOperands operands)
    {
        for (int block = 0; block < blocks.Length; block++)
        {
            long first = (long)block * channels;
            ElementwiseCall call = new()
            {
                Left = (byte*)operands.Left + (first * problem.Left.Size()),
                Right = (byte*)operands.Right + (first * (problem.Right ?? problem.Left).Size()),
                Output = (byte*)operands.Output + (first * output.Size()),
                Pixels = operands.PixelCount,
                Block = blocks[block].Pointer,
            };
            code.Call(functions[block], &call);
        }

        GC.KeepAlive(blocks);
    }
}
