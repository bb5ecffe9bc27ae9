namespace Akida.Simulator.Kernels.Assembled;

/// <summary>Sums of one or two tensors as code that is assembled when a model is loaded, sixteen channels to a register.</summary>
/// <param name="machine">What runs the code.</param>
/// <param name="fallback">What computes where the machine refuses code.</param>
/// <param name="convention">How the code is called.</param>
internal sealed class AssembledElementwise(CodeMachine machine, ElementwiseKernel fallback, CallConvention convention)
    : ElementwiseKernel("avx512vnni")
{
    private readonly CodeCache<EquatableArray<ElementwiseFunction>> codes = new(
        machine,
        functions => ElementwiseWriter.Assemble(functions, convention)
    );

    /// <inheritdoc/>
    public override double? Cost(ElementwiseProblem problem) => KernelCost.Elementwise(problem, SumOrder.Vector);

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
        int[] starts = [.. Enumerable.Range(0, (problem.Channels + SumOrder.Block - 1) / SumOrder.Block).Select(i => i * SumOrder.Block)];
        ElementwiseFunction Function(int first) =>
            new(
                problem.Left,
                problem.Right,
                problem.Channels,
                Math.Min(SumOrder.Block, problem.Channels - first),
                isScaled,
                output,
                fields
            );
        ElementwiseFunction[] functions = [.. starts.Select(Function).Distinct()];
        return codes.Get(new(functions)) is { } code
            ? new AssembledTensorSums(
                code,
                problem,
                output,
                Array.ConvertAll(starts, first => Pack(problem, leftFactors, rightFactors, maps, fields, first)),
                Array.ConvertAll(starts, first => Array.IndexOf(functions, Function(first)))
            )
            : fallback.Load(problem, leftFactors, rightFactors, maps, output);
    }

    /// <summary>The biases and parts of the maps of a block's channels, then the factors.</summary>
    private static unsafe PinnedBuffer Pack(
        ElementwiseProblem problem,
        PinnedBuffer leftFactors,
        PinnedBuffer rightFactors,
        ChannelMaps maps,
        MapFields fields,
        int first
    )
    {
        int count = Math.Min(SumOrder.Block, problem.Channels - first),
            sums = SumOrder.Vectors(count) * SumOrder.Vector;
        PinnedBuffer packed = new((fields.Vectors() + 2) * sums * sizeof(int));
        int* target = (int*)packed.Pointer;
        fields.Pack(maps, first, SumOrder.PlainChannels[..sums], count, target);
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
/// <param name="blocks">The maps and factors of each block of channels.</param>
/// <param name="functions">The function of each block.</param>
internal sealed unsafe class AssembledTensorSums(
    RunnableCode code,
    ElementwiseProblem problem,
    StorageKind output,
    PinnedBuffer[] blocks,
    int[] functions
) : LoadedElementwise
{
    public override void Run(in ElementwiseOperands operands)
    {
        for (int block = 0; block < blocks.Length; block++)
        {
            long first = block * SumOrder.Block;
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
