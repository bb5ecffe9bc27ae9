using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <summary>One pass over memory.</summary>
/// <param name="Layer">The layer that it computes, or the first of those that it does.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Output">What it writes.</param>
internal abstract record PlannedStep(string Layer, EquatableArray<PlannedTensor> Inputs, PlannedTensor Output)
{
    /// <summary>What it does, in a word or two.</summary>
    public abstract string Operation { get; }

    /// <summary>The kernel, or null where no kernel is chosen.</summary>
    public virtual KernelChoice? Kernel => null;

    /// <summary>Products of a weight and an input.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>Bytes of packed weights.</summary>
    public virtual long WeightBytes => 0;

    /// <summary>What it costs in the units of <see cref="KernelCost"/>.</summary>
    public double Cost => Kernel?.Cost ?? CostPerValue * Math.Max(Output.Format.Length, Inputs.Max(input => input.Format.Length));

    /// <summary>What a step without a kernel costs for each value of its output or largest input.</summary>
    protected virtual double CostPerValue => 1;
}

/// <summary>A matrix product of gathered rows.</summary>
internal sealed record PlannedGemm(
    string Layer,
    PlannedTensor Input,
    PlannedTensor Output,
    GemmProblem Problem,
    KernelChoice Chosen,
    Gather Rows,
    EquatableArray<ChannelMap> Maps
) : PlannedStep(Layer, [Input], Output)
{
    /// <inheritdoc/>
    public override string Operation => Rows is FrameGather ? "temporal" : "matrix product";

    /// <inheritdoc/>
    public override KernelChoice Kernel => Chosen;

    /// <inheritdoc/>
    public override long MultiplyAdds => Problem.MultiplyAdds;

    /// <inheritdoc/>
    public override long WeightBytes => Chosen.Format!.PackedBytes(Problem.Segments, Problem.Length, Problem.Filters);
}

/// <summary>Sums of each channel on its own.</summary>
internal sealed record PlannedDepthwise(
    string Layer,
    PlannedTensor Input,
    PlannedTensor Output,
    DepthwiseProblem Problem,
    KernelChoice Chosen,
    Gather Taps,
    EquatableArray<ChannelMap> Maps
) : PlannedStep(Layer, [Input], Output)
{
    /// <inheritdoc/>
    public override string Operation => Taps is FrameGather ? "temporal depthwise" : "depthwise";

    /// <inheritdoc/>
    public override KernelChoice Kernel => Chosen;

    /// <inheritdoc/>
    public override long MultiplyAdds => Problem.MultiplyAdds;

    /// <inheritdoc/>
    public override long WeightBytes => Chosen.Format!.PackedBytes(1, Problem.Taps, Problem.Channels);
}

/// <summary>One tensor, or two added, with a factor and a map for each channel: Add, ReLU, and what follows a pooling.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">One tensor or two.</param>
/// <param name="Factors">For each of them a factor for each channel.</param>
/// <param name="Output">Where the results go.</param>
/// <param name="Problem">What is computed.</param>
/// <param name="Chosen">The kernel.</param>
/// <param name="Maps">What is done to the sums of each channel.</param>
internal sealed record PlannedElementwise(
    string Layer,
    EquatableArray<PlannedTensor> Inputs,
    EquatableArray<EquatableArray<int>> Factors,
    PlannedTensor Output,
    ElementwiseProblem Problem,
    KernelChoice Chosen,
    EquatableArray<ChannelMap> Maps
) : PlannedStep(Layer, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Operation => "elementwise";

    /// <inheritdoc/>
    public override KernelChoice Kernel => Chosen;
}

/// <summary>Max pooling; input and output have the same storage.</summary>
internal sealed record PlannedMaxPooling(string Layer, PlannedTensor Input, PlannedTensor Output) : PlannedStep(Layer, [Input], Output)
{
    /// <inheritdoc/>
    public override string Operation => "max pooling";

    /// <inheritdoc/>
    protected override double CostPerValue => 0.25;
}

/// <summary>The sum over height and width, in 32-bit integers that are known to hold it.</summary>
internal sealed record PlannedSpatialSum(string Layer, PlannedTensor Input, PlannedTensor Output) : PlannedStep(Layer, [Input], Output)
{
    /// <inheritdoc/>
    public override string Operation => "spatial sum";

    /// <inheritdoc/>
    protected override double CostPerValue => 0.25;
}

/// <summary>The sum over height and width and the map of each channel, in 64-bit integers.</summary>
internal sealed record PlannedWideSpatialSum(
    string Layer,
    PlannedTensor Input,
    PlannedTensor Sums,
    EquatableArray<int> Factors,
    EquatableArray<MonotoneMap> Maps,
    PlannedTensor Output
) : PlannedStep(Layer, [Input], Output)
{
    /// <inheritdoc/>
    public override string Operation => "wide spatial sum";

    /// <inheritdoc/>
    protected override double CostPerValue => 0.5;
}

/// <summary>
/// Tensors of one storage behind each other, pixel by pixel: concatenation of channels, and reshaping where a halo is in the way.
/// </summary>
internal sealed record PlannedCopy(string Layer, EquatableArray<PlannedTensor> Inputs, PlannedTensor Output)
    : PlannedStep(Layer, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Operation => "copy";

    /// <inheritdoc/>
    protected override double CostPerValue => 0.25;
}

/// <summary>A function as a table.</summary>
internal sealed record PlannedLookup(string Layer, PlannedTensor Input, PlannedTensor Output) : PlannedStep(Layer, [Input], Output)
{
    /// <inheritdoc/>
    public override string Operation => "lookup";

    /// <inheritdoc/>
    protected override double CostPerValue => 6;
}

/// <summary>Another order of the dimensions.</summary>
internal sealed record PlannedPermute(string Layer, PlannedTensor Input, PlannedTensor Output) : PlannedStep(Layer, [Input], Output)
{
    /// <inheritdoc/>
    public override string Operation => "permute";

    /// <inheritdoc/>
    protected override double CostPerValue => 4;
}

/// <summary>Makes a float input fixed point.</summary>
internal sealed record PlannedQuantizeInput(string Layer, PlannedTensor Input, PlannedTensor Output) : PlannedStep(Layer, [Input], Output)
{
    /// <inheritdoc/>
    public override string Operation => "quantize";

    /// <inheritdoc/>
    protected override double CostPerValue => 20;
}

/// <summary>Makes integers floats.</summary>
internal sealed record PlannedDequantize(string Layer, PlannedTensor Input, PlannedTensor Output) : PlannedStep(Layer, [Input], Output)
{
    /// <inheritdoc/>
    public override string Operation => "dequantize";

    /// <inheritdoc/>
    protected override double CostPerValue => 0.5;
}

/// <summary>A layer on floats.</summary>
internal sealed record PlannedFloat(string Layer, PlannedTensor Input, PlannedTensor Output) : PlannedStep(Layer, [Input], Output)
{
    /// <inheritdoc/>
    public override string Operation => "floats";
}

/// <summary>
/// A layer that the kernels cannot compute, or whose sums could leave 32 bits: in 64-bit integers, by the code of the reference.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="Stored">Its inputs: where, and in which format.</param>
/// <param name="Output">Where the results go.</param>
internal sealed record PlannedWide(string Layer, EquatableArray<StoredOutput> Stored, PlannedTensor Output)
    : PlannedStep(Layer, Stored.Select(stored => stored.Tensor).ToEquatableArray(), Output)
{
    /// <inheritdoc/>
    public override string Operation => "reference";
}
