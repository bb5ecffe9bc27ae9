using Akida.Integers;
using Akida.Simulator.Kernels;

namespace Akida.Simulator.Planning;

/// <summary>Plans a program: groups layers into stages, places tensors, chooses kernels and proves that 32-bit sums hold.</summary>
internal sealed partial class Planner
{
    private readonly IntegerProgram program;
    private readonly KernelSelector kernels;
    private readonly FoldedWeights folded;
    private readonly bool observeAll;
    private readonly HaloPlan halos;
    private readonly Dictionary<string, List<IntegerLayer>> consumers = [];
    private readonly Dictionary<string, StoredOutput> stored = [];
    private readonly List<PlannedTensor> tensors = [];
    private readonly List<PlannedStep> steps = [];
    private long arenaBytes;

    private Planner(IntegerProgram program, KernelSelector kernels, bool observeAll, FoldedWeights folded)
    {
        this.program = program;
        this.kernels = kernels;
        this.folded = folded;
        this.observeAll = observeAll;
        halos = new HaloPlan(program);
        foreach (IntegerLayer layer in program.Layers)
        {
            consumers.Add(layer.Name, []);
            foreach (string input in layer.Inputs)
            {
                consumers[input].Add(layer);
            }
        }
    }

    /// <summary>Plans a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="kernels">The kernels to choose from.</param>
    /// <param name="observeAll">Whether the output of every layer is stored.</param>
    /// <param name="folded">Where weights are kept that whoever makes steps of the plan needs again.</param>
    /// <exception cref="GraphException">All tensors together need more memory than one array can have; the error names the
    /// layer.</exception>
    public static ExecutionPlan Plan(IntegerProgram program, KernelSelector kernels, bool observeAll, FoldedWeights? folded = null)
    {
        Planner planner = new(program, kernels, observeAll, folded ?? new FoldedWeights(program));
        HashSet<string> done = [];
        foreach (IntegerLayer layer in program.Layers)
        {
            try
            {
                if (!done.Contains(layer.Name))
                {
                    done.UnionWith(planner.Add(layer));
                }
            }
            catch (GraphException error)
            {
                throw error.About(layer.Name);
            }
        }

        return new ExecutionPlan(
            planner.stored[program.Input.Name].Tensor,
            planner.steps.ToEquatableArray(),
            planner.tensors.ToEquatableArray(),
            planner.stored.Values.ToEquatableArray(),
            planner.arenaBytes
        );
    }

    /// <summary>Plans a layer, with those that follow it in its stage; returns the names of the latter.</summary>
    private IEnumerable<string> Add(IntegerLayer layer)
    {
        switch (layer)
        {
            case IntegerInput:
                (long low, long high) = RangeOf(layer.Output);
                if (layer.Output.IsFloat)
                {
                    Store(layer, Place(layer, StorageKind.Float32, 0, 0));
                }
                else
                {
                    low = layer is IntegerInput { DType: DataType.UInt8 } ? 0 : low;
                    Store(layer, Place(layer, KindOf(layer, low, high), low, high));
                }

                return [];
            case IntegerWeightedLayer or IntegerAdd or IntegerReLU or IntegerGlobalAveragePooling2D:
                return AddStage(layer);
            default:
                if (!TryAddPlain(layer))
                {
                    AddWide(layer);
                }

                return [];
        }
    }

    private IEnumerable<string> AddStage(IntegerLayer root)
    {
        Stage alone = new(root, null, null);
        Stage longest = observeAll || root is IntegerReLU ? alone : Stage.From(root, OnlyConsumer);
        if (TryAddStage(longest))
        {
            return longest.Absorbed.Select(layer => layer.Name);
        }

        if (ReferenceEquals(longest, alone) || !TryAddStage(alone))
        {
            AddWide(root);
        }

        return [];
    }

    /// <summary>
    /// Adds the steps of a stage unless its sums or outputs could leave 32 bits, or its inputs are not stored as the kernels need them.
    /// </summary>
    private bool TryAddStage(Stage stage) =>
        stage.Root switch
        {
            IntegerConv2D conv => TryConv2D(stage, conv),
            IntegerDepthwiseConv2D conv => TryDepthwiseConv2D(stage, conv),
            IntegerSeparableConv2D conv => TrySeparableConv2D(stage, conv),
            IntegerConv2DTranspose conv => TryConv2DTranspose(stage, conv),
            IntegerDepthwiseConv2DTranspose conv => TryDepthwiseConv2DTranspose(stage, conv),
            IntegerDense dense => TryDense(stage, dense),
            IntegerBufferTempConv conv => TryBufferTempConv(stage, conv),
            IntegerDepthwiseBufferTempConv conv => TryDepthwiseBufferTempConv(stage, conv),
            IntegerAdd add => TryAdd(stage, add),
            IntegerReLU relu => TryReLU(relu),
            IntegerGlobalAveragePooling2D pool => TryGlobalAverage(stage, pool),
            _ => false,
        };

    private void AddWide(IntegerLayer layer)
    {
        (long low, long high) = RangeOf(layer.Output);
        PlannedTensor output = layer.Output.IsFloat
            ? Place(layer, StorageKind.Float32, 0, 0)
            : Place(layer, PlannedTensor.KindFor(low, high), low, high);
        Store(layer, output);
        steps.Add(new PlannedWide(layer.Name, layer.Inputs.Select(name => stored[name]).ToEquatableArray(), output));
    }

    private IntegerLayer? OnlyConsumer(IntegerLayer layer) =>
        consumers[layer.Name].Count == 1 && !program.Outputs.Contains(layer.Name) ? consumers[layer.Name][0] : null;

    private PlannedTensor Input(IntegerLayer layer, int index = 0) => stored[layer.Inputs[index]].Tensor;

    private void Store(IntegerLayer layer, PlannedTensor tensor) =>
        stored.Add(layer.Name, new StoredOutput(layer.Name, tensor, layer.Output));

    /// <summary>A tensor for the output of a layer, with the halo that its consumers need.</summary>
    private PlannedTensor Place(IntegerLayer layer, StorageKind kind, long low, long high)
    {
        Halo halo = kind == StorageKind.Float32 ? default : halos.Of(layer.Name);
        AlignedValues? fill =
            kind is (StorageKind.Int16 or StorageKind.UInt8 or StorageKind.Int8) && !halo.IsEmpty && !halos.FillIsShared
                ? halos.FillOf(layer.Name)
                : null;
        return Place(layer.Output, kind, low, high, halo, fill is null ? null : FillValues(layer, fill));
    }

    private PlannedTensor Place(ValueFormat format, StorageKind kind, long low, long high, Halo halo = default, long[]? fill = null)
    {
        PlannedTensor tensor = new(format, kind, low, high, halo, arenaBytes, fill is null ? [] : new(fill));
        long bytes = ((long)tensor.StoredLength * tensor.ElementSize) + PinnedBuffer.Alignment;
        arenaBytes += (bytes + PinnedBuffer.Alignment - 1) / PinnedBuffer.Alignment * PinnedBuffer.Alignment;
        if (arenaBytes > PinnedBuffer.MaximumBytes)
        {
            throw new GraphException($"the tensors up to it take {arenaBytes} bytes, must be at most {PinnedBuffer.MaximumBytes}");
        }

        tensors.Add(tensor);
        return tensor;
    }

    /// <summary>
    /// The padding of each channel, as stored before input shifts; null if it is not the shifted value of a 16-bit integer.
    /// </summary>
    private long[]? FillValues(IntegerLayer producer, AlignedValues fill)
    {
        long[] values = new long[producer.Output.Channels];
        for (int channel = 0; channel < values.Length; channel++)
        {
            int shift = producer.Output.MaxFracBits - producer.Output.FracBitsOf(channel);
            values[channel] = fill.ValueOf(channel) >> shift;
            if (values[channel] << shift != fill.ValueOf(channel) || values[channel] is < short.MinValue or > short.MaxValue)
            {
                return null;
            }
        }

        return values;
    }

    private static (long Low, long High) RangeOf(ValueFormat format) =>
        (FixedPoint.Minimum(format.ValueBits), FixedPoint.Maximum(format.ValueBits));
}
